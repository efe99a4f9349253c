/** A passkey is added to the vault that is open. */
import type { Fault, Unlocker, VaultStatus } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import { faultOf } from '../../../shared/fault.js';
import type { Words } from '../../i18n/words.js';
import type { Link } from '../../link.js';
import { busyView, faultView, type Part } from '../../parts/common.js';
import { HAS_PASSKEYS } from '../../parts/passkey.js';
import { painted } from '../../screen.js';
import { makePasskey } from './ceremony.js';

export interface PasskeyState {
  readonly busy: boolean;
  readonly fault: Fault | null;
  /** The name of the one that was added last. */
  readonly added: string | null;
}

export const PASSKEY_START: PasskeyState = { busy: false, fault: null, added: null };

export interface PasskeyActions {
  addPasskey(): void;
}

/** Makes a passkey, and with it a new vault where there is none, or one more way into the one that is open. */
export async function enrollPasskey(link: Link, w: Words, status: VaultStatus | null): Promise<string> {
  const known = unlockersOf(status).filter(({ kind }) => kind === 'passkey');
  const label = w.t('passkey.label', { number: known.length + 1 });
  await link.call('enroll-passkey', await makePasskey(label, known));
  return label;
}

export function passkeyActions(
  link: Link,
  words: () => Words,
  status: () => VaultStatus | null,
  set: (state: PasskeyState) => void,
): PasskeyActions {
  async function add(): Promise<void> {
    set({ busy: true, fault: null, added: null });
    await painted();
    try {
      const added = await enrollPasskey(link, words(), status());
      set({ busy: false, fault: null, added });
    } catch (thrown) {
      set({ busy: false, fault: faultOf(thrown), added: null });
    }
  }
  return { addPasskey: () => void add() };
}

export function passkeySection(
  w: Words,
  { busy, fault, added }: PasskeyState,
  actions: PasskeyActions,
): Part {
  if (!HAS_PASSKEYS) return nothing;
  return html`
    <section class="card stack" aria-labelledby="passkey-heading">
      <h2 id="passkey-heading">${w.t('passkey.heading')}</h2>
      <p>${w.t('passkey.intro')}</p>
      <p class="muted">${w.t('passkey.one-browser')}</p>
      <button type="button" data-testid="passkey-add" ?disabled=${busy} @click=${actions.addPasskey}>${w.t('passkey.add')}</button>
      ${busyView(
        busy ? w.t('passkey.busy') : null,
        added === null
          ? nothing
          : html`<span data-testid="passkey-added">${w.t('passkey.added', { label: added })}</span>`,
      )}
      ${faultView(w, fault)}
    </section>`;
}

function unlockersOf(status: VaultStatus | null): readonly Unlocker[] {
  return status === null || status.state === 'none' ? [] : status.unlockers;
}
