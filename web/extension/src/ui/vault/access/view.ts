/** The ways to open the vault, and what can be done with each. */
import type { Unlocker } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import type { Words } from '../../i18n/words.js';
import { busyView, cardNews, faultView, type Part } from '../../parts/common.js';
import { isOnPaper } from '../../parts/paper.js';
import { canAsk } from '../../parts/passkey.js';
import type { AccessActions } from './actions.js';
import { addForm, rehearseForm, removeForm, renameForm } from './forms.js';
import { type AccessState, missing, type OpenStatus } from './state.js';

export function accessView(w: Words, status: OpenStatus, state: AccessState, actions: AccessActions): Part {
  const { doing, busy, fault, done, news } = state;
  const isBusy = busy !== null;
  const result =
    done === null
      ? cardNews(w, news)
      : html`<p class="notice good" data-testid="access-done">${w.t(done.key, { label: done.label })}</p>`;
  return html`
    <section class="card stack" aria-labelledby="access-heading">
      <h2 id="access-heading">${w.t('access.heading')}</h2>
      <p>${w.t('access.intro')}</p>
      <ul class="unlockers">${status.unlockers.map((unlocker, at) => item(w, status, unlocker, at, state, actions))}</ul>
      ${busyView(busy === null ? null : w.t(busy), result)}
      ${faultView(w, fault)}
      ${
        doing.step === 'nothing'
          ? html`
            <div class="row start">
              <button type="button" data-testid="add-sheet" ?disabled=${isBusy} @click=${actions.addSheet}>${w.t('access.add.sheet')}</button>
              <button type="button" data-testid="add-passphrase" ?disabled=${isBusy} @click=${actions.addPassphrase}>${w.t('access.add.passphrase')}</button>
              <button type="button" data-testid="add-card" ?disabled=${isBusy} @click=${actions.lookForCards}>${w.t('access.add.card')}</button>
            </div>`
          : addForm(w, status, state, actions)
      }
    </section>`;
}

function item(
  w: Words,
  status: OpenStatus,
  unlocker: Unlocker,
  at: number,
  { doing, busy }: AccessState,
  actions: AccessActions,
): Part {
  const { id, kind, label } = unlocker;
  const isBusy = busy !== null;
  const used = status.notes.used[at] ?? null;
  const isOpener = status.notes.openedBy === id;
  const isOnly = status.unlockers.length === 1;
  const form = 'unlocker' in doing && doing.unlocker === id ? doing.step : null;
  const begin = (step: 'rename' | 'remove' | 'rehearse'): Part => html`
    <button type="button" data-testid="unlocker-${step}" aria-label="${w.t(`access.${step}`)}: ${label}" ?disabled=${isBusy}
      @click=${() => actions.begin(step, unlocker)}>${w.t(`access.${step}`)}</button>`;
  return html`
    <li class="unlocker" data-testid="unlocker" data-kind=${kind} data-unlocker=${id}>
      <div class="unlocker-head">
        <span><strong>${label}</strong> <span class="tag plain">${w.t(`access.kind.${kind}`)}</span>
          ${isOpener ? html`<span class="tag">${w.t('access.opened-by')}</span>` : nothing}
          <span class="muted small unlocker-used" data-testid="unlocker-used">${used === null ? w.t('access.used.never') : w.t('access.used', { time: w.time(used) })}</span>
        </span>
        ${
          form === null
            ? html`<span class="row">
                ${isOpener || !canRehearse(unlocker) ? nothing : begin('rehearse')}${begin('rename')}${isOnly ? nothing : begin('remove')}
              </span>`
            : nothing
        }
      </div>
      ${!isOpener && kind === 'card' && used === null ? html`<p class="muted small">${w.t('access.rehearse.card')}</p>` : nothing}
      ${form === 'rename' ? renameForm(w, unlocker, isBusy, actions) : nothing}
      ${form === 'remove' ? removeForm(w, unlocker, isBusy, actions) : nothing}
      ${form === 'rehearse' ? rehearseForm(w, unlocker, isBusy, actions) : nothing}
    </li>`;
}

/** A card is tried by unlocking with it. */
function canRehearse(unlocker: Unlocker): boolean {
  return (
    isOnPaper(unlocker) || unlocker.kind === 'passphrase' || (unlocker.kind === 'passkey' && canAsk(unlocker))
  );
}

/** What is still to be done, on every page of the open vault until it is done. */
export function safetyNotice(w: Words, status: OpenStatus, show: (() => void) | null): Part {
  const what = missing(status);
  if (what === null) return nothing;
  const label = status.unlockers.find(({ id }) => id === status.notes.openedBy)?.label ?? '';
  return html`
    <div class="notice warn stack" role="status" data-testid="safety-notice" data-missing=${what}>
      <p><strong>${w.t(`access.missing.${what}`, { label })}</strong></p>
      <p>${w.t(`access.missing.${what}.next`)}</p>
      ${show === null ? nothing : html`<button type="button" data-testid="safety-open" @click=${show}>${w.t('access.missing.show')}</button>`}
    </div>`;
}
