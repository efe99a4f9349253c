/** Credentials from issuers: taken in, removed, and keys for them. */
import { CREDENTIAL, type Fault, type HeldView, type RecordView } from '@hailstone/protocol/views';
import type { CredentialChange } from '@hailstone/protocol/wire';
import { readSetting } from '../../../platform/settings.js';
import { AUTHORITIES_SETTING, authoritiesOf } from '../../../shared/authorities.js';
import { decodeBase64url, encodeBase64url } from '../../../shared/base64url.js';
import { faultOf, makeFault } from '../../../shared/fault.js';
import type { Link } from '../../link.js';
import { painted } from '../../screen.js';
import { loadTrust } from '../../trust.js';

/** No credential is longer than 1 MiB. */
const MAX_FILE = 1_100_000;

export interface TakingState {
  readonly busy: boolean;
  readonly fault: Fault | null;
  readonly done: 'added' | 'known' | 'key' | 'removed' | null;
}

export const TAKING_START: TakingState = { busy: false, fault: null, done: null };

/** What was typed or pasted. */
export interface Typed {
  readonly token: string;
  readonly key: string;
  readonly label: string;
}

export interface CredentialActions {
  /** Calls `emptied` when it was taken in, so that the form is as new. */
  receive(typed: Typed, emptied: () => void): void;
  /** Gives the text of a file. */
  read(file: File, found: (token: string) => void): void;
  makeKey(label: string, emptied: () => void): void;
  remove(credential: HeldView): void;
}

export function credentialActions(
  link: Link,
  records: () => readonly RecordView[],
  set: (state: TakingState) => void,
): CredentialActions {
  const attempt = async (work: () => Promise<TakingState['done']>): Promise<void> => {
    set({ ...TAKING_START, busy: true });
    await painted();
    try {
      set({ ...TAKING_START, done: await work() });
    } catch (thrown) {
      set({ ...TAKING_START, fault: faultOf(thrown) });
    }
  };
  const change = (takes: CredentialChange): Promise<null> => link.call('change-credentials', takes);
  return {
    receive: (typed, emptied) =>
      void attempt(async () => {
        const { known, place, record } = await examine(typed, records());
        if (!known) await change({ change: 'keep', name: place, record });
        emptied();
        return known ? 'known' : 'added';
      }),
    read: (file, found) =>
      void (async () => {
        if (file.size > MAX_FILE)
          return set({ ...TAKING_START, fault: makeFault('credential.malformed', 'hostile').fault });
        set(TAKING_START);
        found((await file.text()).trim());
      })(),
    makeKey: (label, emptied) =>
      void attempt(async () => {
        await change({ change: 'key', name: label, record: '' });
        emptied();
        return 'key';
      }),
    remove: ({ id }) =>
      void attempt(async () => {
        await change({ change: 'remove', name: id, record: '' });
        return 'removed';
      }),
  };
}

/** What the credentials among the records say. The module that reads them is loaded when there are any. */
export async function readHeld(records: readonly RecordView[]): Promise<readonly HeldView[]> {
  const held = records.filter(({ kind }) => kind === CREDENTIAL);
  if (held.length === 0) return [];
  const { readCredentials } = await loadTrust();
  return JSON.parse(readCredentials(JSON.stringify(held))) as HeldView[];
}

interface Examined {
  readonly known: boolean;
  readonly place: string;
  readonly record: string;
}

async function examine({ token, key, label }: Typed, records: readonly RecordView[]): Promise<Examined> {
  const { Anchors, examineCredential } = await loadTrust();
  const anchors = new Anchors();
  try {
    for (const { certificate } of authoritiesOf(await readSetting(AUTHORITIES_SETTING)))
      anchors.add(decodeBase64url(certificate));
    const held = JSON.stringify(records.filter(({ kind }) => kind === CREDENTIAL));
    const examined = examineCredential(token.trim(), key.trim(), label, held, anchors);
    const { known, place, record } = examined;
    examined.free();
    return { known, place, record: encodeBase64url(record) };
  } finally {
    anchors.free();
  }
}
