/** When the vault locks itself: after how long without a person, and whether with the card that is taken out. */
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { AUTO_LOCK_CHOICES, autoLockMinutes } from '../../shared/auto-lock.js';
import { locksAtRemoval } from '../../shared/card-lock.js';
import type { Words } from '../i18n/words.js';
import type { Part } from '../parts/common.js';

/** The settings as they are kept. */
export interface AutoLockSettings {
  readonly autoLock: unknown;
  readonly cardLock: unknown;
}

export interface AutoLockActions {
  chooseAutoLock(minutes: string): void;
  chooseCardLock(on: boolean): void;
}

export function autoLockView(w: Words, settings: AutoLockSettings, actions: AutoLockActions): Part {
  const chosen = autoLockMinutes(settings.autoLock);
  return html`
    <section class="card stack" aria-labelledby="auto-lock-heading">
      <h2 id="auto-lock-heading">${w.t('auto-lock.heading')}</h2>
      <p>${w.t('auto-lock.intro')}</p>
      <label class="field">${w.t('auto-lock.after')}
        <select data-testid="auto-lock" .value=${live(String(chosen))}
          @change=${(event: Event) => actions.chooseAutoLock((event.currentTarget as HTMLSelectElement).value)}>
          ${AUTO_LOCK_CHOICES.map((minutes) => html`<option value=${minutes} ?selected=${minutes === chosen}>${w.t('auto-lock.minutes', { count: minutes })}</option>`)}
        </select>
      </label>
      <label class="means">
        <input type="checkbox" data-testid="card-lock" aria-describedby="card-lock-hint" .checked=${live(locksAtRemoval(settings.cardLock))}
          @change=${(event: Event) => actions.chooseCardLock((event.currentTarget as HTMLInputElement).checked)} />
        <span><strong>${w.t('auto-lock.card')}</strong></span>
      </label>
      <p id="card-lock-hint" class="muted small">${w.t('auto-lock.card.hint')}</p>
    </section>`;
}
