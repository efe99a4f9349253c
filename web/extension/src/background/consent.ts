/** Requests of pages and the windows in which a person answers them. One entry lives until both are gone. */
import type { Choice, EndReason, Fault, ProposalView, ReleaseStart } from '@hailstone/protocol/views';
import type { BackgroundToRelay, ConsentEnd, ConsentView, Language, Push } from '@hailstone/protocol/wire';
import type { Port } from '../platform/port.js';
import { faultOf, makeFault } from '../shared/fault.js';
import type { Core } from './core.js';
import { Limits, likeDelay } from './limits.js';

/** The effects on the browser that this needs. */
export interface ConsentHost {
  readonly core: Core;
  /** Has the next card sign that a release waits for. */
  sign(release: number, language: Language): Promise<void>;
  openWindow(request: string): Promise<number | null>;
  /** Resolves when the window is gone. */
  closeWindow(windowId: number): Promise<void>;
  closeTab(tabId: number): Promise<void>;
  push(push: Push): void;
  makeRequestId(): string;
}

/** Where a screen is, as the browser says. */
export interface Place {
  readonly windowId: number | null;
  readonly tabId: number | null;
}

interface Entry {
  readonly request: string;
  readonly origin: string;
  readonly tabId: number;
  readonly page: Port;
  /** Resolves when the core has taken the request, or could not. */
  readonly started: Promise<ReleaseStart | Fault>;
  /** The window's id. */
  readonly opened: Promise<number | null>;
  /** What the core would share now; `null` until it has proposed, and when that no longer holds. */
  proposal: ProposalView | null;
  /** Counts how often `proposal` was replaced: an answer to one revision is no answer to another. */
  revision: number;
  /** The last of the window's calls that read or change the proposal; the next one waits for it. */
  turn: Promise<unknown>;
  /** Why the window is being closed, while it is. */
  leaving: 'refused' | 'closed' | null;
  ended: ConsentEnd | null;
}

export class Consents {
  readonly #host: ConsentHost;
  readonly #entries = new Map<string, Entry>();
  readonly #limits = new Limits();

  constructor(host: ConsentHost) {
    this.#host = host;
  }

  /** A page asks. `origin` and `tabId` are the browser's word. */
  ask(page: Port, origin: string, tabId: number, protocol: string, data: string): void {
    const open = [...this.#entries.values()].filter(({ ended }) => ended === null);
    if (!this.#limits.mayAsk(origin, tabId, open, Date.now())) {
      setTimeout(() => page.post(DENIED), likeDelay(Math.random()));
      return;
    }
    const request = this.#host.makeRequestId();
    const started = this.#host.core.call('beginRelease', { origin, protocol, data }).catch(faultOf);
    const entry: Entry = {
      request,
      origin,
      tabId,
      page,
      started,
      opened: this.#host.openWindow(request).catch(() => null),
      proposal: null,
      revision: 0,
      turn: started,
      leaving: null,
      ended: null,
    };
    this.#entries.set(request, entry);
    page.onClose(() => this.#end(entry, 'aborted'));
    entry.opened.then((windowId) => {
      if (windowId === null) this.#drop(entry, 'closed');
    });
  }

  /** What the window shows now. `windowId` is where the asking screen is. */
  async state(request: string, windowId: number | null): Promise<ConsentView> {
    const entry = this.#entries.get(request);
    // A background that was stopped has forgotten its requests; their pages got their end when it stopped.
    if (entry === undefined) return { state: 'ended', reason: 'interrupted' };
    await this.#mustBeItsWindow(entry, windowId);
    return inTurn(entry, () => this.#view(entry));
  }

  /** Gives the next revision; or a later one, where the vault was changed and the choice was not made. */
  async choose(request: string, windowId: number | null, choice: Choice): Promise<ConsentView> {
    const entry = await this.#running(request, windowId);
    const release = await releaseOf(entry);
    return inTurn(entry, async () => {
      const { revision } = entry;
      if (entry.proposal !== null) {
        const proposal = await this.#host.core.call('choose', { release, choice });
        if (entry.revision === revision) replace(entry, proposal);
      }
      return this.#view(entry);
    });
  }

  /** Shares what the person saw, or gives what there is to see now. */
  async share(
    request: string,
    windowId: number | null,
    revision: number,
    language: Language,
  ): Promise<ConsentView> {
    const entry = await this.#running(request, windowId);
    const release = await releaseOf(entry);
    return inTurn(entry, async () => {
      const { state } = await this.#host.core.call('status', {});
      const isSeen = entry.proposal !== null && entry.revision === revision;
      if (state !== 'unlocked' || !isSeen || hasLeft(entry)) return this.#view(entry);
      // After a failure the core has to propose anew.
      replace(entry, null);
      await this.#answer(entry, await this.#shared(entry, release, language));
      return this.#view(entry);
    });
  }

  /** The token, with what cards have to sign first. A request that is over waits for no card. */
  async #shared(entry: Entry, release: number, language: Language): Promise<string> {
    for (let asked = 0; ; asked += 1) {
      try {
        return await this.#host.core.call('share', { release });
      } catch (thrown) {
        const isNeeded = faultOf(thrown).code === 'release.card_needed' && asked < MOST_CARDS;
        if (!isNeeded || hasLeft(entry)) throw thrown;
      }
      await this.#host.sign(release, language);
    }
  }

  /**
   * The person refuses, or closes a window that has nothing to refuse. The page hears of it when the window is gone, as
   * it does when the window is closed by its frame: which of the two comes first, the end or the focus, would tell them
   * apart.
   */
  async end(request: string, { windowId, tabId }: Place, reason: 'refused' | 'closed'): Promise<void> {
    const entry = this.#entries.get(request);
    if (entry === undefined) {
      // Nobody knows any more which window was opened for it; the page may stand in one among the person's tabs.
      if (tabId !== null) await this.#host.closeTab(tabId);
      return;
    }
    await this.#mustBeItsWindow(entry, windowId);
    entry.leaving = reason;
    await this.#closeWindow(entry);
    this.#end(entry, 'refused', reason);
  }

  async windowClosed(windowId: number): Promise<void> {
    for (const entry of [...this.#entries.values()]) {
      if ((await entry.opened) === windowId) this.#drop(entry, entry.leaving ?? 'closed');
    }
  }

  /** The vault was locked, unlocked or changed: what was proposed no longer holds. */
  vaultChanged(): void {
    for (const entry of this.#entries.values()) replace(entry, null);
  }

  coreGone(): void {
    for (const entry of this.#entries.values()) this.#end(entry, 'interrupted');
  }

  async #view(entry: Entry): Promise<ConsentView> {
    const { origin } = entry;
    const started = await entry.started;
    if (entry.ended !== null) return { state: 'ended', reason: entry.ended };
    if ('code' in started) return { state: 'failed', origin, fault: started };
    if (started.error !== null) return { state: 'invalid', origin, code: started.error.code };
    const { purpose, proof } = started;
    try {
      const status = await this.#host.core.call('status', {});
      if (status.state === 'none') return { state: 'no-vault', origin, proof, purpose };
      if (status.state === 'locked') return { state: 'locked', origin, proof, purpose, status };
      if (entry.proposal !== null)
        return { state: 'proposal', origin, revision: entry.revision, proposal: entry.proposal };
      const { revision } = entry;
      const proposal = await this.#host.core.call('propose', { release: started.release });
      // Where the vault was changed meanwhile this is over already, and its revision is one that nobody can share.
      if (entry.revision !== revision) return { state: 'proposal', origin, revision, proposal };
      replace(entry, proposal);
      return { state: 'proposal', origin, revision: entry.revision, proposal };
    } catch (thrown) {
      return { state: 'failed', origin, fault: faultOf(thrown) };
    }
  }

  async #answer(entry: Entry, data: string): Promise<void> {
    if (entry.ended === null) {
      entry.ended = 'shared';
      const answer: BackgroundToRelay = { type: 'shared', data };
      entry.page.post(answer);
      this.#limits.ended(entry.origin, true, Date.now());
      this.#host.push({ type: 'vault-changed' });
    }
    await this.#closeWindow(entry);
  }

  async #running(request: string, windowId: number | null): Promise<Entry> {
    const entry = this.#entries.get(request);
    if (entry === undefined || hasLeft(entry)) throw makeFault('release.ended', 'ours');
    await this.#mustBeItsWindow(entry, windowId);
    return entry;
  }

  async #mustBeItsWindow(entry: Entry, windowId: number | null): Promise<void> {
    if (windowId === null || (await entry.opened) !== windowId)
      throw makeFault('extension.not_allowed', 'hostile');
  }

  async #closeWindow(entry: Entry): Promise<void> {
    const windowId = await entry.opened;
    if (windowId !== null) await this.#host.closeWindow(windowId);
  }

  /** `outcome` goes into the receipt, `end` onto the window. The page cannot tell one end from another. */
  #end(entry: Entry, end: ConsentEnd, outcome: EndReason = 'aborted'): void {
    if (entry.ended !== null) return;
    entry.ended = end;
    entry.page.post(DENIED);
    this.#limits.ended(entry.origin, false, Date.now());
    this.#host.push({ type: 'consent-ended', request: entry.request, reason: end });
    if (end !== 'interrupted') this.#endRelease(entry, outcome);
  }

  #drop(entry: Entry, outcome: EndReason): void {
    this.#end(entry, 'refused', outcome);
    this.#entries.delete(entry.request);
  }

  async #endRelease(entry: Entry, outcome: EndReason): Promise<void> {
    const started = await entry.started;
    if ('code' in started) return;
    await this.#host.core
      .call('endRelease', { release: started.release, outcome })
      .then(() => this.#host.push({ type: 'vault-changed' }))
      // The person's decision stands even where its receipt could not be written.
      .catch(() => undefined);
  }
}

/** Nobody has as many readers. */
const MOST_CARDS = 8;

const DENIED: BackgroundToRelay = { type: 'denied' };

/** One after another, so that what the core holds is what the entry says. */
function inTurn<T>(entry: Entry, work: () => Promise<T>): Promise<T> {
  const turn = entry.turn.then(work);
  entry.turn = turn.catch(() => undefined);
  return turn;
}

/** A proposal that is dropped counts too, so that the one made for it is not the next revision, which a choice makes. */
function replace(entry: Entry, proposal: ProposalView | null): void {
  entry.proposal = proposal;
  entry.revision += 1;
}

function hasLeft({ ended, leaving }: Entry): boolean {
  return ended !== null || leaving !== null;
}

async function releaseOf(entry: Entry): Promise<number> {
  const started = await entry.started;
  if ('code' in started) throw makeFault(started.code, started.class);
  return started.release;
}
