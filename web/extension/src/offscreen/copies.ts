/** A backup on its way out, and one on its way in: in parts, as messages are of limited size. Sealed bytes only. */
import type { MergeView, Unlocker } from '@hailstone/protocol/views';
import { BACKUP_PART, type Opening } from '@hailstone/protocol/wire';
import { decodeBase64url, encodeBase64url } from '../shared/base64url.js';
import { faultOf, makeFault } from '../shared/fault.js';
import type { ModuleBeside, Wallet } from '../shared/wallet-api.js';
import { withSecret } from './secret.js';

const DAMAGED = ['vault.backup_malformed', 'vault.header_malformed'];

/** Begins to restore the first of these copies of a card that is one: an older generation stands in for one that is damaged. */
export function restoreFirst(wallet: Wallet, copies: readonly string[]): null {
  let obstacle: unknown = makeFault('card.copy_absent', 'person');
  for (const [at, copy] of copies.entries()) {
    try {
      wallet.restore(decodeBase64url(copy));
      return null;
    } catch (thrown) {
      if (at === 0) obstacle = thrown;
      if (!DAMAGED.includes(faultOf(thrown).code)) break;
    }
  }
  throw obstacle;
}

export class Copies {
  #out: Uint8Array = new Uint8Array();
  #in: Uint8Array[] = [];
  #taken = 0;

  /** Makes a backup, and says how long it is. */
  async begin(wallet: Wallet): Promise<number> {
    this.#out = await wallet.backUp();
    return this.#out.length;
  }

  /** The part of it that begins there; after the last one it is gone. */
  part(at: number): string {
    const part = this.#out.subarray(at, at + BACKUP_PART);
    if (part.length === 0) throw makeFault('extension.defect', 'ours');
    if (at + part.length === this.#out.length) this.#out = new Uint8Array();
    return encodeBase64url(part);
  }

  /** A part of a file that is to be restored; the one at zero begins anew. */
  take(at: number, bytes: string): null {
    if (at === 0) this.#forget();
    if (at !== this.#taken) throw makeFault('extension.defect', 'ours');
    const part = decodeBase64url(bytes);
    this.#in.push(part);
    this.#taken += part.length;
    return null;
  }

  /** Begins to restore what was taken. */
  restore(wallet: Wallet): null {
    const file = this.#whole();
    this.#forget();
    wallet.restore(file);
    return null;
  }

  /** What opens what was taken. */
  unlockers(wallet: Wallet): readonly Unlocker[] {
    return wallet.unlockersOf(this.#whole());
  }

  /** Brings what was taken into the vault; where that fails, it can be tried with another unlocker. */
  async merge(vault: ModuleBeside, { unlocker, secret }: Opening): Promise<MergeView> {
    const merged = await withSecret(secret, (bytes) => vault.merge(this.#whole(), unlocker, bytes));
    this.#forget();
    return merged;
  }

  #whole(): Uint8Array {
    const file = new Uint8Array(this.#taken);
    let at = 0;
    for (const part of this.#in) {
      file.set(part, at);
      at += part.length;
    }
    return file;
  }

  #forget(): void {
    this.#in = [];
    this.#taken = 0;
  }
}
