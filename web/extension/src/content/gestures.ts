/** The presses that activate a page (HTML, "activation triggering input event"); each is good for one request. */

const EVENTS = ['keydown', 'mousedown', 'pointerdown', 'pointerup', 'touchend'] as const;

/**
 * A call of the Digital Credentials API consumes the page's activation, so that one click opens one window. The browser
 * gives an extension no way to consume it; this remembers which press was used. In this world a page can pretend
 * neither a press nor the browser's word for it.
 */
export class Gestures {
  readonly #world: Window;
  /** Milliseconds of the page's clock. */
  #newest = Number.NEGATIVE_INFINITY;
  #used = Number.NEGATIVE_INFINITY;

  constructor(world: Window) {
    this.#world = world;
    // In the capture phase and first: the page can stop no event before it was here.
    for (const type of EVENTS) world.addEventListener(type, (event) => this.#note(event), true);
  }

  /** Whether the page was pressed, lately as the browser sees it, since the last time that this said yes. */
  use(): boolean {
    if (!this.#world.navigator.userActivation.isActive || this.#newest <= this.#used) return false;
    this.#used = this.#newest;
    return true;
  }

  #note(event: Event): void {
    if (event.isTrusted && activates(event)) this.#newest = Math.max(this.#newest, event.timeStamp);
  }
}

/** A mouse presses when it goes down, a finger or a pen when it is lifted, and Escape never does. */
function activates(event: Event): boolean {
  if (event.type === 'keydown') return (event as KeyboardEvent).key !== 'Escape';
  if (event.type === 'pointerdown') return (event as PointerEvent).pointerType === 'mouse';
  if (event.type === 'pointerup') return (event as PointerEvent).pointerType !== 'mouse';
  return true;
}
