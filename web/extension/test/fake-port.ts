import type { Port } from '../src/platform/port.js';

/** A port whose other end is the test. */
export class FakePort implements Port {
  readonly name = 'test';
  readonly sender = {
    extensionId: null,
    url: null,
    origin: null,
    frameId: null,
    tabId: null,
    windowId: null,
  };
  readonly posted: unknown[] = [];
  closed = false;
  readonly #messages: ((message: unknown) => void)[] = [];
  readonly #closes: ((reason: string | null) => void)[] = [];
  onPosted: (message: unknown) => void = () => undefined;

  post(message: unknown): void {
    if (this.closed) return;
    this.posted.push(message);
    this.onPosted(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messages.push(listener);
  }

  onClose(listener: (reason: string | null) => void): void {
    this.#closes.push(listener);
  }

  close(): void {
    this.closed = true;
  }

  /** The other end says something. */
  say(message: unknown): void {
    for (const listener of this.#messages) listener(message);
  }

  /** The other end goes away. */
  hangUp(reason: string | null = null): void {
    this.closed = true;
    for (const listener of this.#closes) listener(reason);
  }
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}
