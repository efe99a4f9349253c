/** The forms for what is done with a way to open the vault. */
import type { Unlocker } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Words } from '../../i18n/words.js';
import { cardKey, type Part, whyNotUsable } from '../../parts/common.js';
import { isOnPaper, paperForm } from '../../parts/paper.js';
import { newPassphrase } from '../new-passphrase.js';
import type { AccessActions } from './actions.js';
import { sheetView } from './sheet.js';
import { type AccessState, freeLabel, type OpenStatus } from './state.js';

/** The heading gets the focus when the form appears. */
function heading(text: string): Part {
  return html`<h3 id="access-form" tabindex="-1">${text}</h3>`;
}

function valuesOf(event: SubmitEvent): (name: string) => string {
  event.preventDefault();
  const data = new FormData(event.currentTarget as HTMLFormElement);
  return (name) => String(data.get(name) ?? '');
}

function cancelButton(w: Words, busy: boolean, { cancel }: AccessActions): Part {
  return html`<button type="button" data-testid="access-cancel" ?disabled=${busy} @click=${cancel}>${w.t('common.cancel')}</button>`;
}

export function renameForm(w: Words, unlocker: Unlocker, busy: boolean, actions: AccessActions): Part {
  return html`
    <form class="stack" @submit=${(event: SubmitEvent) => actions.rename(unlocker, valuesOf(event)('label'))}>
      ${heading(w.t('access.rename.which', { label: unlocker.label }))}
      <label class="field">${w.t('access.label')}
        <input type="text" name="label" required maxlength="100" .value=${unlocker.label} ?disabled=${busy} data-testid="unlocker-label" />
      </label>
      <div class="row">${cancelButton(w, busy, actions)}
        <button type="submit" class="primary" data-testid="access-submit" ?disabled=${busy}>${w.t('access.rename')}</button></div>
    </form>`;
}

export function removeForm(w: Words, unlocker: Unlocker, busy: boolean, actions: AccessActions): Part {
  return html`
    <div class="stack">
      ${heading(w.t('access.remove.which', { label: unlocker.label }))}
      <p>${w.t('access.remove.what')}</p>
      <div class="row">${cancelButton(w, busy, actions)}
        <button type="button" class="primary" data-testid="access-submit" ?disabled=${busy} @click=${() => actions.remove(unlocker)}>
          ${w.t('access.remove')}</button></div>
    </div>`;
}

export function rehearseForm(w: Words, unlocker: Unlocker, busy: boolean, actions: AccessActions): Part {
  return html`
    <div class="stack">
      ${heading(w.t('access.rehearse.which', { label: unlocker.label }))}
      <p>${w.t('access.rehearse.what')}</p>
      ${opening(w, unlocker, busy, actions)}
      <div class="row">${cancelButton(w, busy, actions)}</div>
    </div>`;
}

function opening(w: Words, unlocker: Unlocker, busy: boolean, actions: AccessActions): Part {
  const submit = w.t('access.rehearse');
  if (isOnPaper(unlocker))
    return paperForm(w, unlocker.threshold ?? 1, submit, busy, (typed) =>
      actions.rehearseWithPaper(unlocker, typed),
    );
  if (unlocker.kind === 'passkey')
    return html`<button type="button" class="primary" data-testid="access-submit" ?disabled=${busy}
      @click=${() => actions.rehearseWithPasskey(unlocker)}>${submit}</button>`;
  return html`
    <form class="stack" @submit=${(event: SubmitEvent) => actions.rehearseWithPassphrase(unlocker, valuesOf(event)('passphrase'))}>
      <label class="field">${w.t('unlock.passphrase')}
        <input type="password" name="passphrase" required autocomplete="current-password" ?disabled=${busy} data-testid="rehearse-passphrase" />
      </label>
      <button type="submit" class="primary" data-testid="access-submit" ?disabled=${busy}>${submit}</button>
    </form>`;
}

/** What is added, where something is. */
export function addForm(
  w: Words,
  status: OpenStatus,
  { doing, busy }: AccessState,
  actions: AccessActions,
): Part {
  const isBusy = busy !== null;
  switch (doing.step) {
    case 'passphrase': {
      const label = freeLabel(status.unlockers, (number) => w.t('access.passphrase.label', { number }));
      const submit = (event: SubmitEvent): void => {
        const value = valuesOf(event);
        actions.passphraseMade(value('label'), value('passphrase'), value('again'));
      };
      return html`
        <form class="stack" data-testid="passphrase-form" @submit=${submit}>
          ${heading(w.t('access.add.passphrase'))}
          <label class="field">${w.t('access.label')}
            <input type="text" name="label" required maxlength="100" value=${label} ?disabled=${isBusy} data-testid="unlocker-label" />
          </label>
          ${newPassphrase(w, doing, isBusy, actions.passphraseTyped)}
          <div class="row">${cancelButton(w, isBusy, actions)}
            <button type="submit" class="primary" data-testid="access-submit" ?disabled=${isBusy}>${w.t('access.add.passphrase')}</button></div>
        </form>`;
    }
    case 'sheet':
      return sheetView(w, doing.sheet, actions.sheetOnPaper, actions.cancel);
    case 'sheet-typed':
      return html`
        <div class="stack">
          ${heading(w.t('sheet.type'))}
          <p>${w.t('sheet.type.what')}</p>
          ${paperForm(w, 1, w.t('sheet.type.submit'), isBusy, actions.sheetTyped)}
          <div class="row">${cancelButton(w, isBusy, actions)}</div>
        </div>`;
    case 'card':
      return html`
        <div class="stack">
          ${heading(w.t('access.add.card'))}
          ${
            doing.cards.length === 0
              ? html`<p class="notice" data-testid="add-no-card">${w.t('create.card.none')}</p>`
              : html`<ul class="stack">${repeat(
                  doing.cards,
                  cardKey,
                  (card) => html`
                    <li class="unlocker-head"><span><strong>${w.t('card.name', { name: card.name })}</strong> <span class="muted small">${card.reader}</span></span>
                      ${
                        card.usable
                          ? html`<button type="button" data-testid="card-pick" ?disabled=${isBusy} @click=${() => actions.addCard(card)}>${w.t('access.add')}</button>`
                          : html`<span class="small">${w.t(whyNotUsable(card))}</span>`
                      }</li>`,
                )}</ul>`
          }
          <div class="row">${cancelButton(w, isBusy, actions)}
            <button type="button" data-testid="card-look" ?disabled=${isBusy} @click=${actions.lookForCards}>${w.t('create.card.look-again')}</button></div>
        </div>`;
    default:
      return nothing;
  }
}
