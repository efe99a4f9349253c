/**
 * What this browser has seen of each vault: kept apart from the vault, so that an older copy in its place is noticed. It
 * holds no secret. Whoever can change both can hide what they did.
 */
import { isObject } from '../shared/parse.js';

export const SEEN_SETTING = 'seen';

export interface SeenHost {
  read(): Promise<unknown>;
  write(text: string): Promise<void>;
}

export class Seen {
  readonly #host: SeenHost;

  constructor(host: SeenHost) {
    this.#host = host;
  }

  /** A witness of each vault, base64url. */
  async all(): Promise<readonly string[]> {
    return Object.values(await this.#read());
  }

  /** Keeps this one instead of what was seen of the vault before, or forgets it. */
  async keep(vault: string, witness: string | null): Promise<null> {
    const { [vault]: _, ...others } = await this.#read();
    const next = witness === null ? others : { ...others, [vault]: witness };
    await this.#host.write(JSON.stringify(next));
    return null;
  }

  async #read(): Promise<Record<string, string>> {
    const text = await this.#host.read();
    if (typeof text !== 'string') return {};
    try {
      const all: unknown = JSON.parse(text);
      if (!isObject(all)) return {};
      return Object.fromEntries(
        Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      );
    } catch {
      // Somebody else wrote here; what they left says nothing of a vault.
      return {};
    }
  }
}
