/** What the core asks in turn: where the vault is, what is in its file, and the key under which the open root is parked. */
import type { CoreAsk, CoreAsks, Gives, Place, Takes } from '@hailstone/protocol/wire';
import { makeFault } from '../shared/fault.js';
import type { FileStore } from './file-store.js';
import type { Seen } from './seen.js';
import type { SessionKey } from './session-key.js';

type Answers = { readonly [T in CoreAsk]: (takes: Takes<CoreAsks, T>) => Promise<Gives<CoreAsks, T>> };

export function coreAsks(
  place: () => Promise<Place>,
  file: FileStore,
  seen: Seen,
  sessionKey: SessionKey,
  storeClosed: () => void,
  authorities: () => Promise<readonly string[]>,
): (type: string, takes: unknown) => Promise<unknown> {
  const answers: Answers = {
    place,
    authorities,
    seen: () => seen.all(),
    keepSeen: ({ vault, witness }) => seen.keep(vault, witness),
    parkingKey: () => sessionKey.toPark(),
    resumingKey: () => sessionKey.toResume(),
    dropKey: () => sessionKey.drop(),
    storeClosed: async () => {
      storeClosed();
      return null;
    },
    storeHeader: () => file.header(),
    storeRead: ({ pages }) => file.read(pages),
    storePart: ({ at, bytes }) => file.part(at, bytes),
    storeApply: ({ at, bytes }) => file.apply(at, bytes),
  };
  return async (type, takes) => {
    if (!Object.hasOwn(answers, type)) throw makeFault('extension.defect', 'ours');
    // The core host is our own code of the same version.
    return answers[type as CoreAsk](takes as never);
  };
}
