/** Unlocking, the same in the vault and in the consent window. */
import type { Fault, Unlocker, VaultStatus } from '@hailstone/protocol/views';
import type { Push } from '@hailstone/protocol/wire';
import { html, nothing } from 'lit';
import { faultOf } from '../../shared/fault.js';
import type { Words } from '../i18n/words.js';
import type { Link } from '../link.js';
import { painted } from '../screen.js';
import { busyView, faultView, type Part } from './common.js';

export type UnlockBusy = 'passphrase' | 'card' | 'pin-wanted' | 'card-working';

export interface UnlockState {
  readonly busy: UnlockBusy | null;
  readonly fault: Fault | null;
}

export const UNLOCK_IDLE: UnlockState = { busy: null, fault: null };

export interface UnlockActions {
  withPassphrase(unlocker: string, passphrase: string): void;
  withCard(unlocker: string): void;
}

const BUSY_TEXT = {
  passphrase: 'unlock.busy.passphrase',
  card: 'card.busy.asking',
  'pin-wanted': 'card.busy.pin',
  'card-working': 'card.busy.working',
} as const;

export function unlockBusyText(w: Words, busy: UnlockBusy): string {
  return w.t(BUSY_TEXT[busy]);
}

export function unlockView(w: Words, status: VaultStatus, state: UnlockState, actions: UnlockActions): Part {
  if (status.state === 'none') return nothing;
  const passphrases = status.unlockers.filter(({ kind }) => kind === 'passphrase');
  const cards = status.unlockers.filter(({ kind }) => kind === 'card');
  const busy = state.busy !== null;
  return html`
    <div class="stack">
      ${passphrases.length === 0 ? nothing : passphraseForm(w, passphrases, busy, actions)}
      ${passphrases.length === 0 || cards.length === 0 ? nothing : html`<p class="or">${w.t('common.or')}</p>`}
      ${cards.map(
        ({ id, label }) => html`
          <button type="button" class=${passphrases.length === 0 ? 'primary wide' : 'wide'} data-testid="unlock-card"
            data-unlocker=${id} ?disabled=${busy} @click=${() => actions.withCard(id)}>
            ${w.t('unlock.card', { label })}
          </button>`,
      )}
      ${busyView(state.busy === null ? null : unlockBusyText(w, state.busy))}
      ${faultView(w, state.fault)}
    </div>`;
}

function passphraseForm(
  w: Words,
  unlockers: readonly Unlocker[],
  busy: boolean,
  actions: UnlockActions,
): Part {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    form.reset();
    actions.withPassphrase(
      String(data.get('unlocker') ?? unlockers[0]?.id ?? ''),
      String(data.get('passphrase') ?? ''),
    );
  };
  return html`
    <form class="stack" @submit=${submit}>
      ${
        unlockers.length < 2
          ? nothing
          : html`
            <label class="field">${w.t('unlock.which')}
              <select name="unlocker">${unlockers.map(({ id, label }) => html`<option value=${id}>${label}</option>`)}</select>
            </label>`
      }
      <label class="field">${w.t('unlock.passphrase')}
        <input type="password" name="passphrase" required autocomplete="current-password" ?disabled=${busy}
          data-testid="unlock-passphrase" autofocus />
      </label>
      <button type="submit" class="primary wide" data-testid="unlock-submit" ?disabled=${busy}>${w.t('unlock.submit')}</button>
    </form>`;
}

/** What the two ways to unlock do; `set` changes the screen's state. */
export function unlockActions(
  link: Link,
  words: () => Words,
  set: (state: UnlockState) => void,
  done: () => Promise<void>,
): UnlockActions {
  const run = async (busy: UnlockBusy, work: () => Promise<unknown>): Promise<void> => {
    set({ busy, fault: null });
    await painted();
    try {
      await work();
      await done();
      set(UNLOCK_IDLE);
    } catch (thrown) {
      set({ busy: null, fault: faultOf(thrown) });
      await painted();
      document.querySelector<HTMLInputElement>('[data-testid="unlock-passphrase"]')?.focus();
    }
  };
  return {
    withPassphrase: (unlocker, passphrase) =>
      void run('passphrase', () => link.call('unlock-with-passphrase', { unlocker, passphrase })),
    withCard: (unlocker) =>
      void run('card', () => link.call('unlock-with-card', { unlocker, language: words().language })),
  };
}

/** The next state when the card reports a step, if a card is being used here. */
export function afterCardStep(state: UnlockState, push: Push): UnlockState {
  if (push.type !== 'card-step' || state.busy === null || state.busy === 'passphrase') return state;
  return { ...state, busy: push.step };
}
