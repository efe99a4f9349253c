/** The bridge, as the extension sees it: a short conversation per job, with the version settled first. */
import type { CardTurn } from '@hailstone/protocol/cards';
import { CARD_APPLICATIONS } from '@hailstone/protocol/views';
import type { CardStep, CardView, Language } from '@hailstone/protocol/wire';
import type { Port } from '../platform/port.js';
import { makeFault } from '../shared/fault.js';
import { isObject } from '../shared/parse.js';
import { type BridgeEvent, type BridgeRequest, Talk } from './bridge-talk.js';

export const BRIDGE_HOST = 'app.hailstone.bridge';
const LIST_TIMEOUT_MS = 30_000;
/** A person has to find the card and type a PIN. */
const PERSON_TIMEOUT_MS = 180_000;
/** A person types a PIN, and a slow card is written part by part, and read back. */
const COPY_TIMEOUT_MS = 300_000;
/** The bridge looks for the card, or the card computes. */
const CHANNEL_TIMEOUT_MS = 30_000;

export interface BridgeCard extends CardView {
  /** base64url, or `null` when the card has no decryption key yet. */
  readonly publicKey: string | null;
}

/** What a card agreed on, as base64url, and the reader that it was in. */
export interface Agreed {
  readonly shared: string;
  readonly reader: string;
}

/** Gives the core what was brought, base64url, and says what it wants next. */
export type GoOn = (brought: string) => Promise<CardTurn>;

export class Bridge {
  readonly #connect: () => Port;

  constructor(connect: () => Port) {
    this.#connect = connect;
  }

  listCards(): Promise<readonly BridgeCard[]> {
    return this.#talk(async (talk) => {
      const response = await talk.ask({ type: 'list-cards' }, LIST_TIMEOUT_MS);
      if (response.type !== 'cards' || !Array.isArray(response.cards))
        throw makeFault('bridge.malformed', 'ours');
      return response.cards.map(parseCard);
    });
  }

  /** Key agreement by the card; the PIN is asked for by the bridge. */
  agree(card: string, point: string, language: Language, onStep: (step: CardStep) => void): Promise<Agreed> {
    return this.#talk(async (talk) => {
      const { type, shared, reader } = await talk.ask(
        { type: 'agree', card, point, language },
        PERSON_TIMEOUT_MS,
        stepsOf(onStep),
      );
      if (type !== 'agreed' || typeof shared !== 'string' || typeof reader !== 'string')
        throw makeFault('bridge.malformed', 'ours');
      return { shared, reader };
    });
  }

  /** Signatures by the card, base64url of all of them; the bridge asks for the PIN, and takes nothing but key bindings for one site. */
  sign(
    card: string,
    inputs: readonly string[],
    language: Language,
    onStep: (step: CardStep) => void,
  ): Promise<string> {
    return this.#talk(async (talk) => {
      const { type, signatures } = await talk.ask(
        { type: 'sign', card, inputs, language },
        PERSON_TIMEOUT_MS,
        stepsOf(onStep),
      );
      if (type !== 'signed' || typeof signatures !== 'string') throw makeFault('bridge.malformed', 'ours');
      return signatures;
    });
  }

  /** Carries the core's channel to a card until the core wants nothing more; the PIN is asked for to open the vault, or to sign. Gives the reader that the card is in. */
  carry(
    card: string,
    language: Language,
    onStep: (step: CardStep) => void,
    goOn: GoOn,
    signs = false,
  ): Promise<string> {
    return this.#talk(async (talk) => {
      const bytesOf = async (
        request: BridgeRequest,
        type: string,
        timeout = CHANNEL_TIMEOUT_MS,
      ): Promise<string> => {
        const response = await talk.ask(request, timeout, stepsOf(onStep));
        if (response.type !== type || typeof response.bytes !== 'string')
          throw makeFault('bridge.malformed', 'ours');
        return response.bytes;
      };
      const { type, told, reader } = await talk.ask({ type: 'channel-open', card }, CHANNEL_TIMEOUT_MS);
      if (type !== 'channel-opened' || typeof told !== 'string' || typeof reader !== 'string')
        throw makeFault('bridge.malformed', 'ours');
      let turn = await goOn(told);
      while (turn !== null) {
        const brought =
          turn.type === 'carry'
            ? await bytesOf({ type: 'channel-frame', bytes: turn.message }, 'channel-answer')
            : await bytesOf(
                { type: 'channel-pin', triesLeft: turn.triesLeft, signs, language },
                'channel-sealed',
                PERSON_TIMEOUT_MS,
              );
        turn = await goOn(brought);
      }
      // Whoever hears that it is done finds the card free.
      await talk.ask({ type: 'channel-close' }, CHANNEL_TIMEOUT_MS);
      return reader;
    });
  }

  /** The sealed copies of a vault on a card, base64url, the newest first. */
  readCopies(card: string, language: Language, onStep: (step: CardStep) => void): Promise<readonly string[]> {
    return this.#talk(async (talk) => {
      const copies: string[] = [];
      const { type } = await talk.ask(
        { type: 'copy-read', card, language },
        COPY_TIMEOUT_MS,
        copiesOf(copies, onStep),
      );
      if (type !== 'copy-read') throw makeFault('bridge.malformed', 'ours');
      return copies;
    });
  }

  /** Holds a card while `make` makes another copy, base64url, of what is on it and of the vault; it is asked again where the card has less room. */
  renewCopy(
    card: string,
    language: Language,
    onStep: (step: CardStep) => void,
    make: (found: readonly string[], room: number) => Promise<string>,
  ): Promise<void> {
    return this.#talk(async (talk) => {
      const found: string[] = [];
      let answer = await talk.ask(
        { type: 'copy-open', card, language },
        COPY_TIMEOUT_MS,
        copiesOf(found, onStep),
      );
      let awaited = 'copy-opened';
      do {
        const { type, room } = answer;
        if (type !== awaited || typeof room !== 'number') throw makeFault('bridge.malformed', 'ours');
        const bytes = await make(found, room);
        const request = { type: 'copy-write', bytes, language };
        answer = await talk.ask(request, COPY_TIMEOUT_MS, stepsOf(onStep));
        awaited = 'copy-less';
      } while (answer.type !== 'copy-written');
    });
  }

  /** Whether there is a vault in the file. */
  holdsVault(): Promise<boolean> {
    return this.#talk(async (talk) => {
      const response = await talk.ask({ type: 'store-header' }, LIST_TIMEOUT_MS);
      return typeof response.header === 'string';
    });
  }

  async #talk<T>(job: (talk: Talk) => Promise<T>): Promise<T> {
    const port = this.#connect();
    try {
      const talk = new Talk(port);
      await talk.meet();
      return await job(talk);
    } finally {
      port.close();
    }
  }
}

function stepsOf(onStep: (step: CardStep) => void): (event: BridgeEvent) => void {
  return ({ type }) => {
    if (type === 'pin-wanted' || type === 'card-working') onStep(type);
  };
}

function copiesOf(copies: string[], onStep: (step: CardStep) => void): (event: BridgeEvent) => void {
  const steps = stepsOf(onStep);
  return (event) => {
    if (event.type === 'copy-found' && typeof event.bytes === 'string') copies.push(event.bytes);
    else steps(event);
  };
}

function parseCard(value: unknown): BridgeCard {
  if (!isObject(value)) throw makeFault('bridge.malformed', 'ours');
  const { reader, card, name, publicKey, pinTriesLeft } = value;
  if (typeof reader !== 'string' || typeof card !== 'string' || typeof name !== 'string')
    throw makeFault('bridge.malformed', 'ours');
  // `application:serial`, and behind a slash the number of the key where the application has several.
  const colon = card.indexOf(':');
  const application = CARD_APPLICATIONS.find((known) => known === card.slice(0, colon));
  const [serial] = card.slice(colon + 1).split('/');
  if (application === undefined || serial === undefined || serial === '')
    throw makeFault('bridge.malformed', 'ours');
  return {
    reader,
    card,
    application,
    name,
    publicKey: typeof publicKey === 'string' ? publicKey : null,
    usable: typeof publicKey === 'string',
    pinTriesLeft: typeof pinTriesLeft === 'number' ? pinTriesLeft : null,
  };
}
