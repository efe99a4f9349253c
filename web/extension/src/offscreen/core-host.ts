/** The core's calls, one after another, on one wallet. The same code in both browsers. */
import { isSigned } from '@hailstone/protocol/openid4vp';
import type { Choice, EndReason, ProposalView, ReleaseStart } from '@hailstone/protocol/views';
import type { CoreCall, CoreCalls, Gives, Takes } from '@hailstone/protocol/wire';
import { decodeBase64url } from '../shared/base64url.js';
import { faultOf, makeFault } from '../shared/fault.js';
import type { Wallet } from '../shared/wallet-api.js';
import { beside, type OpenBeside } from './beside.js';
import { cardAnswers } from './cards.js';
import { Copies, restoreFirst } from './copies.js';
import { Parking, type ParkingMemory } from './parking.js';
import { acceptOlder, keepNewlySeen, recall, type SeenMemory } from './seen.js';
import type { Signatures } from './signatures.js';
import { unlockerAnswers } from './unlockers.js';

/** What is not for the wallet, but for who holds it. */
type HostCall = 'lock' | 'refresh' | 'acceptOlder' | 'isUnlocked' | 'reopen' | 'holdsOwn';
type HostAnswers = {
  readonly [T in HostCall]: (takes: Takes<CoreCalls, T>) => Awaitable<Gives<CoreCalls, T>>;
};
export type Answers = {
  readonly [T in Exclude<CoreCall, HostCall>]: (
    wallet: Wallet,
    takes: Takes<CoreCalls, T>,
  ) => Awaitable<Gives<CoreCalls, T>>;
};
type Awaitable<T> = T | Promise<T>;

/** What there is beside the wallet; what is left out is not needed, or asked for by no call that comes. */
export interface Around {
  /** Opens the browser's own storage, where that is not what is opened anyway. */
  readonly openOwn?: () => Promise<Wallet>;
  /** What was seen of vaults. */
  readonly memory?: SeenMemory;
  /** What was open when the core was stopped. */
  readonly parking?: ParkingMemory;
  /** Says who signed a request. */
  readonly signatures?: Signatures;
  /** Opens the same place for copies. */
  readonly openBeside?: OpenBeside;
}

export class CoreHost {
  readonly #open: () => Promise<Wallet>;
  readonly #openOwn: () => Promise<Wallet>;
  readonly #memory: SeenMemory | null;
  readonly #parking: Parking | null;
  readonly #signatures: Signatures | null;
  readonly #beside: OpenBeside | null;
  #wallet: Promise<Wallet> | null = null;
  #last: Promise<unknown> = Promise.resolve();
  readonly #releases = new Set<number>();
  readonly #copies = new Copies();

  /** `open` takes the place that is chosen. */
  constructor(
    open: () => Promise<Wallet>,
    { openOwn = open, memory, parking, signatures, openBeside }: Around = {},
  ) {
    this.#open = open;
    this.#openOwn = openOwn;
    this.#memory = memory ?? null;
    this.#parking = parking === undefined ? null : new Parking(parking);
    this.#signatures = signatures ?? null;
    this.#beside = openBeside ?? null;
  }

  /** Waits for the calls before it: the wallet changes step by step, never in two places at once. */
  call(type: string, takes: unknown): Promise<unknown> {
    const turn = this.#last.then(() => this.#answer(type, takes));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #answer(type: string, takes: unknown): Promise<unknown> {
    if (Object.hasOwn(this.#hostAnswers, type)) {
      const answer: (takes: never) => unknown = this.#hostAnswers[type as HostCall];
      return answer(takes as never);
    }
    if (!Object.hasOwn(this.#answers, type)) throw makeFault('extension.defect', 'ours');
    const answer: (wallet: Wallet, takes: never) => unknown = this.#answers[type as keyof Answers];
    // The background is our own code of the same version, and has parsed what came to it from elsewhere.
    const wallet = await this.#ready();
    try {
      const gives = await answer(wallet, takes as never);
      await keepNewlySeen(wallet, this.#memory);
      return gives;
    } finally {
      // A call that failed may have locked the vault.
      await this.#parking?.follow(wallet);
    }
  }

  #ready(): Promise<Wallet> {
    this.#wallet ??= this.#opened().catch((thrown: unknown) => {
      // The next call tries again.
      this.#wallet = null;
      throw thrown;
    });
    return this.#wallet;
  }

  async #opened(): Promise<Wallet> {
    const wallet = await this.#open();
    await recall(wallet, this.#memory);
    await this.#parking?.resume(wallet);
    return wallet;
  }

  readonly #hostAnswers: HostAnswers = {
    // Where no wallet was opened nothing is unlocked, and nothing to be read again.
    lock: async () => {
      (await this.#wallet)?.lock();
      await this.#parking?.forget();
      return null;
    },
    refresh: async () => {
      const wallet = await this.#wallet;
      if (!wallet) return null;
      try {
        await wallet.refresh();
        await keepNewlySeen(wallet, this.#memory);
      } finally {
        await this.#parking?.follow(wallet);
      }
      return null;
    },
    acceptOlder: async () => acceptOlder(await this.#ready(), this.#memory),
    isUnlocked: async () => (await this.#wallet)?.status().state === 'unlocked',
    reopen: async () => {
      const wallet = await this.#wallet?.catch(() => null);
      if (wallet) {
        for (const release of [...this.#releases])
          await this.#end(wallet, release, 'aborted').catch(() => null);
        wallet.lock();
        wallet.free();
      }
      await this.#parking?.forget();
      this.#releases.clear();
      this.#wallet = null;
      return null;
    },
    holdsOwn: async () => {
      const own = await this.#openOwn();
      try {
        return own.status().state !== 'none';
      } finally {
        own.free();
      }
    },
  };

  readonly #answers: Answers = {
    status: (wallet) => wallet.status(),
    createWithPassphrase: (wallet, { label, passphrase }) =>
      wallet.createWithPassphrase(label, passphrase.normalize('NFC')).then(() => null),
    ...cardAnswers,
    ...unlockerAnswers,
    records: (wallet) => wallet.records(),
    checkWhole: (wallet) => {
      wallet.checkWhole();
      return null;
    },
    receipts: async (wallet, { limit }) => (await wallet.receipts()).slice(0, limit),
    insertDrafts: (wallet, { drafts }) => wallet.insertDrafts(decodeBase64url(drafts)),
    beginBackup: (wallet) => this.#copies.begin(wallet),
    backupPart: (_, { at }) => this.#copies.part(at),
    restorePart: (_, { at, bytes }) => this.#copies.take(at, bytes),
    restore: (wallet) => this.#copies.restore(wallet),
    backupUnlockers: (wallet) => this.#copies.unlockers(wallet),
    merge: (wallet, takes) => beside(wallet, this.#beside, (vault) => this.#copies.merge(vault, takes)),
    renewCopy: (wallet, { found, room }) =>
      beside(wallet, this.#beside, (vault) => vault.renewCopy(found.map(decodeBase64url), room)),
    restoreCopies: (wallet, { copies }) => restoreFirst(wallet, copies),
    settle: (wallet, { record, field, value }) => wallet.settle(record, field, value).then(() => null),
    changeCredentials: (wallet, { change, name, record }) =>
      wallet.changeCredentials(change, name, decodeBase64url(record)).then(() => null),
    beginRelease: async (wallet, { origin, protocol, data }) => {
      const start = await this.#begin(wallet, origin, protocol, data);
      this.#releases.add(start.release);
      return start;
    },
    propose: (wallet, { release }) => wallet.propose(release),
    choose: (wallet, { release, choice }: { release: number; choice: Choice }) =>
      chosen(wallet, release, choice),
    share: async (wallet, { release }) => {
      const data = await wallet.share(release);
      this.#releases.delete(release);
      return data;
    },
    endRelease: (wallet, { release, outcome }) => this.#end(wallet, release, outcome),
    endAllReleases: async (wallet) => {
      for (const release of [...this.#releases]) await this.#end(wallet, release, 'aborted');
      return null;
    },
  };

  /** What is wrong with a signature is for the person to see, so that a request that has one begins all the same. */
  async #begin(wallet: Wallet, origin: string, protocol: string, data: string): Promise<ReleaseStart> {
    if (this.#signatures === null || !isSigned(protocol)) return wallet.beginRelease(origin, protocol, data);
    let examined: string;
    try {
      examined = await this.#signatures.examine(protocol, origin, data);
    } catch (thrown) {
      const { code, class: faultClass } = faultOf(thrown);
      return wallet.beginRefused(origin, code, faultClass);
    }
    return wallet.beginExamined(origin, examined);
  }

  async #end(wallet: Wallet, release: number, outcome: EndReason): Promise<null> {
    if (this.#releases.delete(release)) await wallet.endRelease(release, outcome);
    return null;
  }
}

function chosen(wallet: Wallet, release: number, choice: Choice): ProposalView {
  const { type } = choice;
  switch (type) {
    case 'include':
      return wallet.choose(release, type, choice.credential, '', Number(choice.included));
    case 'tick':
      return wallet.choose(release, type, choice.credential, choice.claim, Number(choice.ticked));
    case 'record':
      return wallet.choose(release, type, choice.credential, choice.record, choice.slot);
    case 'answer':
      return wallet.choose(release, type, choice.credential, choice.record ?? '', Number(choice.chosen));
    case 'tick-issued': {
      const { credential, record, claim, ticked } = choice;
      return wallet.choose(release, type, credential, `${record} ${claim}`, Number(ticked));
    }
    case 'option':
      return wallet.choose(release, type, '', String(choice.set), choice.option);
  }
}
