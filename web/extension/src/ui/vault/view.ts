/** The vault page. */
import { CREDENTIAL } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { LANGUAGE_CHOICES, type LanguageChoice } from '../i18n/language.js';
import { brand, busyView, faultView, type Part } from '../parts/common.js';
import { type UnlockActions, unlockView } from '../parts/unlock.js';
import type { AccessActions } from './access/actions.js';
import type { OpenStatus } from './access/state.js';
import { accessView, safetyNotice } from './access/view.js';
import { type AuthoritiesActions, authoritiesView } from './authorities.js';
import { type AutoLockActions, autoLockView } from './auto-lock.js';
import type { CardCopyActions } from './card-copy/actions.js';
import { cardCopyView, cardRestoreView, excerptNotice } from './card-copy/view.js';
import { choicesView, type SettleActions } from './choices.js';
import type { CopiesActions } from './copies/actions.js';
import { backupView, giveUpRestore, restoreView } from './copies/view.js';
import { type CreateActions, createView } from './create.js';
import type { CredentialActions } from './credentials/actions.js';
import { credentialsView } from './credentials/view.js';
import { dataView, type ImportActions } from './data.js';
import type { ExportActions } from './export/actions.js';
import { exportUnlocking, exportView } from './export/view.js';
import { historyView } from './history.js';
import type { MergeActions } from './merge/actions.js';
import { mergeView } from './merge/view.js';
import { olderView } from './older.js';
import { type PasskeyActions, passkeySection } from './passkey/section.js';
import { type PlaceActions, placeChoice, placeLine } from './place.js';
import { TABS, type Tab, type VaultState } from './state.js';

export interface VaultActions
  extends CreateActions,
    ImportActions,
    PasskeyActions,
    SettleActions,
    AutoLockActions {
  readonly place: PlaceActions;
  readonly unlock: UnlockActions;
  readonly copies: CopiesActions;
  readonly cardCopy: CardCopyActions;
  readonly access: AccessActions;
  readonly merge: MergeActions;
  readonly export: ExportActions;
  readonly authorities: AuthoritiesActions;
  readonly credentials: CredentialActions;
  show(tab: Tab): void;
  lock(): void;
  acceptOlder(): void;
  speak(choice: LanguageChoice): void;
  again(): void;
}

export function vaultView(state: VaultState, actions: VaultActions): Part {
  const { words: w } = state.spoken;
  const unlocked = state.status?.state === 'unlocked';
  document.title = w.t('vault.title');
  return html`
    <header class="bar">
      ${brand(html`<span class="name">Hailstone</span>`)}
      ${unlocked ? tabs(state, actions) : nothing}
      ${unlocked ? html`<button type="button" data-testid="vault-lock" @click=${actions.lock}>${w.t('vault.lock')}</button>` : nothing}
    </header>
    <main class="vault" data-testid="vault" data-state=${state.status?.state ?? 'loading'}>
      ${state.status === null ? html`<h1 tabindex="-1">${w.t('vault.heading')}</h1>` : nothing}
      ${faultView(w, state.fault)}
      ${content(state, actions)}
    </main>
    <footer class="foot">
      <label>${w.t('settings.language')}
        <select data-testid="settings-language" .value=${live(state.spoken.choice)}
          @change=${(event: Event) => actions.speak(choiceOf(event))}>
          ${LANGUAGE_CHOICES.map((choice) => html`<option value=${choice} ?selected=${choice === state.spoken.choice}>${w.t(`settings.language.${choice}`)}</option>`)}
        </select>
      </label>
      ${state.status?.state === 'none' ? nothing : placeLine(w, state.place, actions.place)}
    </footer>`;
}

function content(state: VaultState, actions: VaultActions): Part {
  const { words: w } = state.spoken;
  if (state.status === null) {
    return state.fault === null
      ? busyView(w.t('common.loading'))
      : html`<button type="button" @click=${actions.again}>${w.t('common.again')}</button>`;
  }
  const restoring = state.status.state === 'locked' && state.status.restoring;
  switch (state.status.state) {
    case 'none':
      return html`${placeChoice(w, state.place, actions.place)}
        <div class="stack" ?inert=${state.place.moving !== null}>${createView(w, state.create, actions)}
          ${restoreView(w, state.copies, actions.copies)}
          ${cardRestoreView(w, state.cardCopy, actions.cardCopy)}</div>`;
    case 'locked':
      return html`
        <section class="card narrow stack" aria-labelledby="unlock-heading">
          <h1 id="unlock-heading" tabindex="-1">${w.t(restoring ? 'restore.open' : 'unlock.heading')}</h1>
          <p class="muted">${w.t(restoring ? 'restore.open.intro' : 'unlock.intro')}</p>
          ${exportUnlocking(w, state.exporting, actions.export)}
          ${unlockView(w, state.status, state.unlock, actions.unlock, state.hasCard)}
          ${restoring ? giveUpRestore(w, actions.copies) : nothing}
          ${olderView(w, state.unlock.fault, state.olderAccepted, actions.acceptOlder)}
        </section>`;
    case 'unlocked':
      return state.tab === 'data'
        ? html`${safetyNotice(w, state.status, () => actions.show('safety'))}
            ${excerptNotice(w, state.status)}
            ${choicesView(w, state.records ?? [], state.settle, actions)}
            ${dataView(w, ownData(state.records), state.importing, actions)}
            ${credentialsView(w, state.credentials, state.taking, actions.credentials)}`
        : state.tab === 'history'
          ? historyView(w, state.receipts)
          : safetyView(state, state.status, actions);
  }
}

/** Without what issuers say, which stands by itself. */
function ownData(records: VaultState['records']): VaultState['records'] {
  return records === null ? null : records.filter(({ kind }) => kind !== CREDENTIAL);
}

/** How the vault is opened, copied, and locked. */
function safetyView(state: VaultState, status: OpenStatus, actions: VaultActions): Part {
  const { words: w } = state.spoken;
  return html`
    <div class="headline"><h1 tabindex="-1">${w.t('safety.heading')}</h1></div>
    ${safetyNotice(w, status, null)}
    ${excerptNotice(w, status)}
    ${accessView(w, status, state.access, actions.access)}
    ${passkeySection(w, state.passkey, actions)}
    ${backupView(w, state.copies, state.storageKept || state.place.view?.place === 'file', actions.copies)}
    ${cardCopyView(w, status, state.cardCopy, actions.cardCopy)}
    ${mergeView(w, state.merge, actions.merge)}
    ${autoLockView(w, state, actions)}
    ${authoritiesView(w, state.authorities, state.adding, actions.authorities)}
    ${exportView(w, state.exporting, actions.export)}`;
}

function tabs({ spoken: { words: w }, tab }: VaultState, actions: VaultActions): Part {
  const entry = (name: Tab): Part => html`
    <button type="button" class="tab" aria-current=${tab === name ? 'page' : 'false'} data-testid="tab-${name}"
      @click=${() => actions.show(name)}>${w.t(`vault.tab.${name}`)}</button>`;
  return html`<nav aria-label=${w.t('vault.nav')}>${TABS.map(entry)}</nav>`;
}

function choiceOf(event: Event): LanguageChoice {
  const { value } = event.currentTarget as HTMLSelectElement;
  return LANGUAGE_CHOICES.find((choice) => choice === value) ?? 'auto';
}
