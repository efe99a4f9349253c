import { randomBytes } from 'node:crypto';
import type { Session } from '@hailstone/site';

/** More at once means that somebody is filling the memory: the oldest go first. */
const MAX_SESSIONS = 1000;

/** Sessions between request and answer, in memory, by a random id that only the cookie knows. */
export class Sessions {
  readonly #byId = new Map<string, Session>();

  get size(): number {
    return this.#byId.size;
  }

  /** Returns the id: 256 random bits. */
  put(session: Session, now: Date): string {
    const seconds = now.getTime() / 1000;
    for (const [id, { expiresAt }] of this.#byId) if (expiresAt <= seconds) this.#byId.delete(id);
    for (const id of this.#byId.keys()) {
      if (this.#byId.size < MAX_SESSIONS) break;
      this.#byId.delete(id);
    }
    const id = randomBytes(32).toString('base64url');
    this.#byId.set(id, session);
    return id;
  }

  /** Takes the session out: an answer is verified once, whatever the outcome. */
  take(id: string): Session | undefined {
    const session = this.#byId.get(id);
    this.#byId.delete(id);
    return session;
  }
}
