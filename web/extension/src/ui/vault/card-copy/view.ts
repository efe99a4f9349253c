/** The copy on a card: how it stands, and the cards that it may be put on or taken from. */
import type { OnCardView } from '@hailstone/protocol/views';
import type { CardView } from '@hailstone/protocol/wire';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MessageKey, Words } from '../../i18n/words.js';
import { busyView, cardKey, cardNews, faultView, type Part, whyNotUsable } from '../../parts/common.js';
import type { OpenStatus } from '../access/state.js';
import type { CardCopyActions, CardCopyState } from './actions.js';

/** Among what makes the open vault safe. */
export function cardCopyView(
  w: Words,
  status: OpenStatus,
  state: CardCopyState,
  actions: CardCopyActions,
): Part {
  const { kept, done } = state;
  const opens = status.unlockers.some(({ kind }) => kind !== 'passphrase');
  return html`
    <section class="card stack" aria-labelledby="card-copy-heading">
      <h2 id="card-copy-heading">${w.t('card-copy.heading')}</h2>
      <p>${w.t('card-copy.intro')}</p>
      <p data-testid="card-copy-kept" data-behind=${kept !== null && kept.revision < status.notes.revision ? 'yes' : 'no'}>
        ${kept === null ? w.t('card-copy.never') : w.t('card-copy.last', { name: kept.name, time: w.time(kept.at) })}
        ${kept !== null && kept.revision < status.notes.revision ? html`<strong>${w.t('card-copy.behind')}</strong>` : nothing}
      </p>
      ${opens ? choice(w, state, actions, actions.renew, kept === null ? 'card-copy.put' : 'card-copy.renew', 'card-copy.put-here') : noKey(w)}
      ${busyView(state.busy === null ? null : w.t(state.busy), done === null ? cardNews(w, state.news) : result(w, done))}
      ${faultView(w, state.fault)}
    </section>`;
}

/** At the first run. */
export function cardRestoreView(w: Words, state: CardCopyState, actions: CardCopyActions): Part {
  return html`
    <section class="card narrow stack" aria-labelledby="card-restore-heading">
      <h2 id="card-restore-heading">${w.t('card-copy.restore.heading')}</h2>
      <p>${w.t('card-copy.restore.intro')}</p>
      ${choice(w, state, actions, actions.restore, 'card-copy.restore.look', 'card-copy.restore.read')}
      ${busyView(state.busy === null ? null : w.t(state.busy), cardNews(w, state.news))}
      ${faultView(w, state.fault)}
    </section>`;
}

/** On every page of an open vault that came from a card on which there was not room for everything. */
export function excerptNotice(w: Words, { notes }: OpenStatus): Part {
  return notes.excerpt
    ? html`<p class="notice" role="status" data-testid="excerpt-notice">${w.t('card-copy.excerpt')}</p>`
    : nothing;
}

/** Only a passphrase opens the vault, and no copy that others may read is opened by one. */
function noKey(w: Words): Part {
  const { what, next } = w.fault({ code: 'vault.key_missing', class: 'person' });
  return html`<div class="notice" data-testid="card-copy-no-key"><p><strong>${what}</strong></p><p>${next}</p></div>`;
}

function choice(
  w: Words,
  { cards, busy }: CardCopyState,
  actions: CardCopyActions,
  pick: (card: CardView) => void,
  look: MessageKey,
  use: MessageKey,
): Part {
  const isBusy = busy !== null;
  if (cards === null)
    return html`<div><button type="button" data-testid="card-copy-look" ?disabled=${isBusy} @click=${actions.look}>${w.t(look)}</button></div>`;
  return html`
    <div class="stack" data-testid="card-copy-cards">
      <h3 id="card-copy-form" tabindex="-1">${w.t('card-copy.which')}</h3>
      ${
        cards.length === 0
          ? html`<p class="notice" data-testid="card-copy-no-card">${w.t('create.card.none')}</p>`
          : html`<ul class="stack">${repeat(
              cards,
              cardKey,
              (card) => html`
                <li class="unlocker-head"><span><strong>${w.t('card.name', { name: card.name })}</strong> <span class="muted small">${card.reader}</span></span>
                  ${
                    card.usable
                      ? html`<button type="button" data-testid="card-copy-pick" ?disabled=${isBusy}
                          aria-label="${w.t(use)}: ${w.t('card.name', { name: card.name })}" @click=${() => pick(card)}>${w.t(use)}</button>`
                      : html`<span class="small">${w.t(whyNotUsable(card))}</span>`
                  }</li>`,
            )}</ul>`
      }
      <div class="row"><button type="button" data-testid="card-copy-cancel" ?disabled=${isBusy} @click=${actions.cancel}>${w.t('common.cancel')}</button>
        <button type="button" data-testid="card-copy-look-again" ?disabled=${isBusy} @click=${actions.look}>${w.t('create.card.look-again')}</button></div>
    </div>`;
}

function result(w: Words, { merged, records, leftOut, length, left }: OnCardView): Part {
  const { came, changed } = merged;
  return html`
    <div class="notice good" data-testid="card-copy-done" data-records=${records} data-left-out=${leftOut} data-came=${came}>
      <p>${w.t('card-copy.done', { records, all: records + leftOut, bytes: length, left })}</p>
      ${leftOut === 0 ? nothing : html`<p>${w.t('card-copy.left-out', { count: leftOut })}</p>`}
      ${came === 0 ? nothing : html`<p>${w.t('merge.came', { count: came })}</p>`}
      ${changed === 0 ? nothing : html`<p>${w.t('merge.changed', { count: changed })}</p>`}
    </div>`;
}
