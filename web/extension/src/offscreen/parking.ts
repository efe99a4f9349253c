/** Parks the open root after the calls that made it another one, and goes on with it in a core that starts anew. */
import type { Wallet } from '../shared/wallet-api.js';
import { withSecret } from './secret.js';

export interface ParkingMemory {
  /** The key of this session, base64url, made where there is none; `null` while the vault is being locked. */
  parkingKey(): Promise<string | null>;
  /** The same, if there is one and the vault is still to be unlocked. */
  resumingKey(): Promise<string | null>;
  dropKey(): Promise<null>;
  readonly place: ParkedPlace;
}

/** Where the sealed root lies: apart from the key, and from the vault. */
export interface ParkedPlace {
  read(): Promise<Uint8Array | undefined>;
  write(parked: Uint8Array): Promise<void>;
  remove(): Promise<void>;
}

export class Parking {
  readonly #memory: ParkingMemory;
  /** Which root is parked; `left` where something may be that should not. */
  #parked: number | 'none' | 'left' = 'none';

  constructor(memory: ParkingMemory) {
    this.#memory = memory;
  }

  /**
   * Unlocks a wallet that was just opened, if what was parked still opens it. Otherwise that is of no more use.
   *
   * @throws when the background cannot be asked: the next call tries again
   */
  async resume(wallet: Wallet): Promise<void> {
    const parked = await this.#memory.place.read().catch(() => undefined);
    const key = parked === undefined ? null : await this.#memory.resumingKey();
    if (parked !== undefined && key !== null) {
      await withSecret(key, async (bytes) => wallet.resume(bytes, parked)).catch(() => null);
      this.#parked = wallet.openEpoch() ?? 'none';
    }
    if (this.#parked === 'none') await this.forget();
  }

  /** After every call; what cannot be parked now is parked after the next. */
  async follow(wallet: Wallet): Promise<void> {
    const epoch = wallet.openEpoch();
    if (epoch === this.#parked) return;
    if (epoch !== undefined) await this.#park(wallet, epoch).catch(() => null);
    else if (this.#parked !== 'none') await this.forget();
  }

  /** The key first: without it the rest is worth nothing. */
  async forget(): Promise<void> {
    const dropped = await isDone(this.#memory.dropKey());
    const removed = await isDone(this.#memory.place.remove());
    this.#parked = dropped && removed ? 'none' : 'left';
  }

  async #park(wallet: Wallet, epoch: number): Promise<void> {
    const key = await this.#memory.parkingKey();
    if (key === null) return;
    await withSecret(key, (bytes) => this.#memory.place.write(wallet.park(bytes)));
    this.#parked = epoch;
  }
}

function isDone(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
