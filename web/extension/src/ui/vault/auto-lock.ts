/** After how long without a person the vault locks itself. */
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { AUTO_LOCK_CHOICES, autoLockMinutes } from '../../shared/auto-lock.js';
import type { Words } from '../i18n/words.js';
import type { Part } from '../parts/common.js';

export function autoLockView(w: Words, setting: unknown, choose: (minutes: string) => void): Part {
  const chosen = autoLockMinutes(setting);
  return html`
    <section class="card stack" aria-labelledby="auto-lock-heading">
      <h2 id="auto-lock-heading">${w.t('auto-lock.heading')}</h2>
      <p>${w.t('auto-lock.intro')}</p>
      <label class="field">${w.t('auto-lock.after')}
        <select data-testid="auto-lock" .value=${live(String(chosen))}
          @change=${(event: Event) => choose((event.currentTarget as HTMLSelectElement).value)}>
          ${AUTO_LOCK_CHOICES.map((minutes) => html`<option value=${minutes} ?selected=${minutes === chosen}>${w.t('auto-lock.minutes', { count: minutes })}</option>`)}
        </select>
      </label>
    </section>`;
}
