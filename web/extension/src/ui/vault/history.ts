/** What was asked and how it ended. Receipts hold no values, so neither does this list. */
import type { Outcome, ReceiptView } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import type { Words } from '../i18n/words.js';
import { busyView, claimName, type Part, siteName, typeName } from '../parts/common.js';
import { HISTORY_SHOWN } from './state.js';

export function historyView(w: Words, receipts: readonly ReceiptView[] | null): Part {
  return html`
    <div class="headline"><h1 tabindex="-1">${w.t('history.heading')}</h1></div>
    <p class="muted">${w.t('history.intro')}</p>
    ${receipts === null ? busyView(w.t('common.loading')) : nothing}
    ${receipts?.length === 0 ? html`<div class="card empty" data-testid="history-empty"><p>${w.t('history.empty')}</p></div>` : nothing}
    ${
      receipts !== null && receipts.length > HISTORY_SHOWN
        ? html`<p class="muted" data-testid="history-limited">${w.t('history.limited', { count: HISTORY_SHOWN })}</p>`
        : nothing
    }
    <ul class="receipts">${receipts?.slice(0, HISTORY_SHOWN).map((receipt) => receiptView(w, receipt)) ?? nothing}</ul>`;
}

function receiptView(w: Words, receipt: ReceiptView): Part {
  const { origin, at, outcome, error, items } = receipt;
  const purpose = w.choose(receipt.purpose);
  return html`
    <li class="card receipt" data-testid="receipt" data-outcome=${outcome}>
      <div class="receipt-head">
        <strong class="site" data-testid="receipt-origin">${siteName(origin)}</strong>
        ${outcomeView(w, outcome)}
      </div>
      <p class="muted small"><time datetime=${new Date(at * 1000).toISOString()}>${w.time(at)}</time></p>
      ${purpose === null ? nothing : html`<p class="small"><span class="muted">${w.t('consent.site-says')}</span> <q lang=${purpose.language || nothing} dir="auto">${purpose.text}</q></p>`}
      ${items.map(
        ({ vct, claims }) => html`
          <p class="small">${typeName(w, vct)}:
            ${claims.map((claim) => html`<span class="chip" data-testid="receipt-claim-${claim}">${claimName(w, claim)}</span> `)}</p>`,
      )}
      ${error ? html`<p class="code">${error}</p>` : nothing}
    </li>`;
}

const TONE = {
  shared: 'good',
  refused: 'plain',
  closed: 'plain',
  'nothing-matched': 'plain',
  invalid: 'bad',
  aborted: 'plain',
} as const satisfies Record<Outcome, string>;

export function outcomeView(w: Words, outcome: Outcome): Part {
  return html`<span class="tag ${TONE[outcome] ?? 'plain'}">${w.maybe(`outcome.${outcome}`, outcome)}</span>`;
}
