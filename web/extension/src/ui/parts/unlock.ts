/** Unlocking, the same in the vault and in the consent window. */
import type { Fault, Unlocker, VaultStatus } from '@hailstone/protocol/views';
import type { Opening, Push } from '@hailstone/protocol/wire';
import { html, nothing } from 'lit';
import { faultOf } from '../../shared/fault.js';
import type { Words } from '../i18n/words.js';
import type { Link } from '../link.js';
import { painted } from '../screen.js';
import { isCardMissing } from './card-list.js';
import { busyView, faultView, type Part } from './common.js';
import { isOnPaper, paperForm, readPaper } from './paper.js';
import { passphraseSecret } from './secret.js';

export type UnlockBusy = 'passphrase' | 'paper' | 'passkey' | 'card' | 'pin-wanted' | 'card-working';

export interface UnlockState {
  readonly busy: UnlockBusy | null;
  readonly fault: Fault | null;
}

export const UNLOCK_IDLE: UnlockState = { busy: null, fault: null };

export interface UnlockActions {
  withPassphrase(unlocker: string, passphrase: string): void;
  withPaper(unlocker: string, typed: readonly string[]): void;
  withCard(unlocker: string): void;
  withPasskey(unlocker: Unlocker): void;
  readonly passkeys: PasskeyAsking;
}

/** How a passkey is asked from a screen: by the vault page itself, and by opening that page from elsewhere. */
export interface PasskeyAsking {
  readonly words: 'unlock.passkey' | 'unlock.passkey.in-vault';
  /** Whether this browser can be asked for it. */
  can(unlocker: Unlocker): boolean;
  ask(unlocker: Unlocker, open: Open): Promise<unknown>;
}

/** Takes what opens a vault: to unlock it, or for something else. */
export type Open = (opening: Opening) => Promise<unknown>;

const BUSY_TEXT = {
  passphrase: 'unlock.busy.passphrase',
  paper: 'unlock.busy.passphrase',
  passkey: 'passkey.busy',
  card: 'card.busy.asking',
  'pin-wanted': 'card.busy.pin',
  'card-working': 'card.busy.working',
} as const;

export function unlockBusyText(w: Words, busy: UnlockBusy): string {
  return w.t(BUSY_TEXT[busy]);
}

/** `hasCard`: whether a card is in a reader; `null` where nobody can tell. */
export function unlockView(
  w: Words,
  status: VaultStatus,
  state: UnlockState,
  actions: UnlockActions,
  hasCard: boolean | null = null,
): Part {
  if (status.state === 'none') return nothing;
  const passphrases = status.unlockers.filter(({ kind }) => kind === 'passphrase');
  const cards = status.unlockers.filter(({ kind }) => kind === 'card');
  const passkeys = status.unlockers.filter(({ kind }) => kind === 'passkey');
  const papers = status.unlockers.filter(isOnPaper);
  const busy = state.busy !== null;
  return html`
    <div class="stack">
      ${passphrases.length === 0 ? nothing : passphraseForm(w, passphrases, busy, actions)}
      ${passphrases.length === 0 || cards.length + passkeys.length === 0 ? nothing : html`<p class="or">${w.t('common.or')}</p>`}
      ${cards.map(
        ({ id, label }) => html`
          <button type="button" class=${passphrases.length === 0 ? 'primary wide' : 'wide'} data-testid="unlock-card"
            data-unlocker=${id} ?disabled=${busy} @click=${() => actions.withCard(id)}>
            ${w.t('unlock.card', { label })}
          </button>`,
      )}
      ${cards.length === 0 ? nothing : presence(w, hasCard)}
      ${passkeys.map((passkey) => passkeyButton(w, passkey, passphrases.length === 0, busy, actions))}
      ${papers.map(({ id, label, threshold }) => {
        const form = paperForm(w, threshold ?? 1, w.t('unlock.submit'), busy, (typed) =>
          actions.withPaper(id, typed),
        );
        return html`
          <details class="fold" data-testid="unlock-paper" data-unlocker=${id} ?open=${papers.length === status.unlockers.length}>
            <summary>${w.t('unlock.paper', { label })}</summary>${form}
          </details>`;
      })}
      ${busyView(state.busy === null ? null : unlockBusyText(w, state.busy))}
      ${faultView(w, state.fault)}
    </div>`;
}

/** The region is always there, so that screen readers say politely what changes in it. */
function presence(w: Words, hasCard: boolean | null): Part {
  const text = hasCard === null ? nothing : w.t(hasCard ? 'unlock.card.in' : 'unlock.card.out');
  return html`<p class="muted small presence" role="status" data-testid="card-presence" data-card=${String(hasCard)}>${text}</p>`;
}

function passkeyButton(
  w: Words,
  passkey: Unlocker,
  first: boolean,
  busy: boolean,
  actions: UnlockActions,
): Part {
  const { id, label } = passkey;
  if (!actions.passkeys.can(passkey))
    return html`<p class="muted" data-testid="unlock-passkey-elsewhere">${w.t('unlock.passkey.elsewhere', { label })}</p>`;
  return html`
    <button type="button" class=${first ? 'primary wide' : 'wide'} data-testid="unlock-passkey" data-unlocker=${id}
      ?disabled=${busy} @click=${() => actions.withPasskey(passkey)}>
      ${w.t(actions.passkeys.words, { label })}
    </button>`;
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

/** What the ways to unlock do; `set` changes the screen's state. */
export function unlockActions(
  link: Link,
  words: () => Words,
  set: (state: UnlockState) => void,
  done: () => Promise<void>,
  passkeys: PasskeyAsking,
  open: Open = (opening) => link.call('unlock', opening),
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
      const field = busy === 'paper' ? 'paper-words' : 'unlock-passphrase';
      document.querySelector<HTMLElement>(`[data-testid="${field}"]`)?.focus();
    }
  };
  return {
    withPassphrase: (unlocker, passphrase) =>
      void run('passphrase', () => open({ unlocker, secret: passphraseSecret(passphrase) })),
    withPaper: (unlocker, typed) =>
      void run('paper', async () => open({ unlocker, secret: await readPaper(typed) })),
    withCard: (unlocker) =>
      void run('card', () => link.call('unlock-with-card', { unlocker, language: words().language })),
    withPasskey: (unlocker) => void run('passkey', () => passkeys.ask(unlocker, open)),
    passkeys,
  };
}

/** The next state when a card was put in: that there was none is no longer so. */
export function withoutCardFault(state: UnlockState): UnlockState {
  return state.fault !== null && isCardMissing(state.fault) ? { ...state, fault: null } : state;
}

const USES_CARD: ReadonlySet<UnlockBusy | null> = new Set(['card', 'pin-wanted', 'card-working']);

/** The next state when the card reports a step, if a card is being used here. */
export function afterCardStep(state: UnlockState, push: Push): UnlockState {
  if (push.type !== 'card-step' || !USES_CARD.has(state.busy)) return state;
  return { ...state, busy: push.step };
}
