/** The small window of the toolbar button. */
import type { Fault, ReceiptView, VaultStatus } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import type { Words } from '../i18n/words.js';
import { brand, busyView, faultView, type Part, siteName } from '../parts/common.js';
import { outcomeView } from '../vault/history.js';

export interface PopupState {
  readonly words: Words;
  readonly status: VaultStatus | null;
  readonly receipts: readonly ReceiptView[];
  readonly fault: Fault | null;
}

export interface PopupActions {
  open(): void;
  lock(): void;
}

export function popupView({ words: w, status, receipts, fault }: PopupState, actions: PopupActions): Part {
  document.title = 'Hailstone';
  return html`
    <main class="popup stack">
      <h1>${brand('Hailstone')}</h1>
      ${faultView(w, fault)}
      ${
        status === null
          ? fault === null
            ? busyView(w.t('common.loading'))
            : nothing
          : html`<p class="status" role="status" data-testid="popup-status" data-state=${status.state}>
              <span class="lamp" aria-hidden="true"></span>${w.t(`popup.${status.state}`)}</p>`
      }
      ${
        receipts.length === 0
          ? nothing
          : html`
            <h2>${w.t('popup.recent')}</h2>
            <ul class="recent">${receipts.map(
              ({ origin, at, outcome }) => html`
                <li class="recent-entry" data-testid="popup-receipt">
                  <span class="site">${siteName(origin)}</span>${outcomeView(w, outcome)}
                  <span class="muted small">${w.time(at)}</span>
                </li>`,
            )}</ul>`
      }
      <div class="stack">
        <button type="button" class="primary wide" data-testid="popup-open" @click=${actions.open}>
          ${w.t(status?.state === 'none' ? 'popup.create' : 'common.open-vault')}</button>
        ${
          status?.state === 'unlocked'
            ? html`<button type="button" class="wide" data-testid="popup-lock" @click=${actions.lock}>${w.t('vault.lock')}</button>`
            : nothing
        }
      </div>
    </main>`;
}
