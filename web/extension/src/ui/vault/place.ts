/** Where the vault is kept: chosen at the first run, and shown with a way to the other place after that. */
import type { Fault } from '@hailstone/protocol/views';
import { PLACES, type Place, type PlaceView } from '@hailstone/protocol/wire';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { faultOf } from '../../shared/fault.js';
import type { Words } from '../i18n/words.js';
import type { Link } from '../link.js';
import { faultView, type Part } from '../parts/common.js';

export interface PlaceState {
  /** `null` until it is known. */
  readonly view: PlaceView | null;
  /** Where it is going. */
  readonly moving: Place | null;
  readonly fault: Fault | null;
}

export const PLACE_START: PlaceState = { view: null, moving: null, fault: null };

export interface PlaceActions {
  usePlace(place: Place): void;
}

/** The actions on a page that keeps the state with `set`; `look` asks where the vault is, and never fails. */
export function placeActions(
  link: Link,
  set: (change: Partial<PlaceState>) => void,
  moved: () => Promise<void>,
): PlaceActions & { look(): Promise<void> } {
  async function look(): Promise<void> {
    const view = await link.call('place', {}).catch(() => null);
    if (view !== null) set({ view });
  }
  async function move(place: Place): Promise<void> {
    set({ moving: place, fault: null });
    try {
      await link.call('use-place', { place });
      await moved();
    } catch (thrown) {
      set({ fault: faultOf(thrown) });
    }
    await look();
    set({ moving: null });
  }
  return { look, usePlace: (place) => void move(place) };
}

/** At the first run, where there is a choice: the file needs the program that has it. */
export function placeChoice(w: Words, { view, moving, fault }: PlaceState, actions: PlaceActions): Part {
  if (view === null || (!view.bridge && view.place === 'browser')) return nothing;
  const choice = (place: Place): Part => html`
    <label class="means">
      <input type="radio" name="place" value=${place} .checked=${live((moving ?? view.place) === place)} ?disabled=${moving !== null}
        data-testid="place-${place}" @change=${() => actions.usePlace(place)} />
      <span><strong>${w.t(`place.in.${place}`)}</strong><span class="muted small">${w.t(`place.hint.${place}`)}</span></span>
    </label>`;
  return html`
    <section class="card narrow stack" aria-labelledby="place-heading">
      <h2 id="place-heading">${w.t('place.heading')}</h2>
      <fieldset class="pick"><legend>${w.t('place.which')}</legend>${PLACES.map(choice)}</fieldset>
      ${otherVault(w, view)}
      ${faultView(w, fault)}
    </section>`;
}

/** Where it is, and the way to the other place: for the foot of the page or the settings. */
export function placeLine(w: Words, { view, moving, fault }: PlaceState, actions: PlaceActions): Part {
  if (view === null || (!view.bridge && view.place === 'browser')) return nothing;
  const other = view.place === 'file' ? 'browser' : 'file';
  return html`
    <div class="stack" data-testid="place" data-place=${view.place}>
      <p>${w.t(`place.now.${view.place}`)}</p>
      ${otherVault(w, view)}
      <button type="button" data-testid="place-switch" ?disabled=${moving !== null} @click=${() => actions.usePlace(other)}>
        ${w.t(`place.switch.${other}`)}</button>
      ${faultView(w, fault)}
    </div>`;
}

function otherVault(w: Words, { place, other }: PlaceView): Part {
  if (!other) return nothing;
  const where = place === 'file' ? 'browser' : 'file';
  return html`<p class="notice" role="status" data-testid="place-other">${w.t(`place.other.${where}`)}</p>`;
}
