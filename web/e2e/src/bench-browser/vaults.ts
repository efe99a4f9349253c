/**
 * Vaults of the same contacts, after whatever derives a key from a passphrase: opened, listed, looked up in, searched,
 * changed, and read whole. Every opening is the first one of a browser that has just started; ours was warmed up before, as the extension does while
 * the person types, and is measured without that, too.
 */
import { deepEqual, equal } from 'node:assert/strict';
import { print, say, Times } from './figures.js';
import { type Lab, type Place, Profile, type Visit } from './lab.js';

/** What a person types, letter by letter, who looks for one family. */
const TYPED = ['r', 'ro', 'ros', 'rose', 'rosen', 'rosent'] as const;

const AS_ONE_TYPES_MS = 50;

/** How often all is measured, and how many changes are saved each time. */
interface Size {
  readonly count: number;
  readonly turns: number;
  /** `kdbxweb` needs minutes for the largest. */
  readonly kdbxTurns: number;
  readonly saves: number;
}

const SIZES: readonly Size[] = [
  { count: 1_000, turns: 7, kdbxTurns: 7, saves: 5 },
  { count: 10_000, turns: 5, kdbxTurns: 3, saves: 3 },
  { count: 100_000, turns: 3, kdbxTurns: 1, saves: 1 },
];

interface Program {
  readonly name: string;
  readonly script: string;
  readonly place: Place;
}

const OURS: Program = { name: 'ours', script: 'ours', place: 'worker' };
const KDBX: Program = { name: 'kdbxweb', script: 'kdbx', place: 'page' };
const PEERS: readonly Program[] = [
  KDBX,
  { name: 'Bitwarden-style', script: 'bitwarden-style', place: 'worker' },
];

export async function vaults(lab: Lab): Promise<void> {
  for (const size of SIZES) {
    const subjects = [OURS, ...PEERS].map((program) => new Subject(lab, program, size));
    for (const subject of subjects) await subject.make();
    for (let turn = 0; turn < size.turns; turn += 1) for (const subject of subjects) await subject.turn(turn);
    const [ours, ...peers] = subjects;
    if (ours === undefined) throw new Error('nothing to measure');
    for (const peer of peers) report(size, ours, peer);
    // No program's time, but a person's: from one letter to the next.
    const search = ours.times.median('search');
    print({
      name: `browser ${size.count} search`,
      unit: 'ms',
      value: search,
      peer: 'as one types',
      peerValue: AS_ONE_TYPES_MS,
    });
    for (const subject of subjects) subject.drop();
  }
}

/** A browser profile with one program's vault in it. */
class Subject {
  readonly times = new Times();
  readonly #lab: Lab;
  readonly #program: Program;
  readonly #size: Size;
  readonly #profile = new Profile();

  constructor(lab: Lab, program: Program, size: Size) {
    this.#lab = lab;
    this.#program = program;
    this.#size = size;
  }

  /** With how often it was measured, where that was not as often as ours. */
  get name(): string {
    const { name } = this.#program;
    return this.#turns < this.#size.turns ? `${name} (${this.#turns} of ${this.#size.turns} turns)` : name;
  }

  get #turns(): number {
    return this.#program === KDBX ? this.#size.kdbxTurns : this.#size.turns;
  }

  get #middle(): number {
    return this.#size.count / 2;
  }

  async make(): Promise<void> {
    say(`${this.#size.count} records: ${this.#program.name} makes them`);
    await this.#visit((visit) => visit.call('make', this.#size.count));
  }

  async turn(turn: number): Promise<void> {
    if (turn >= this.#turns) return;
    say(`${this.#size.count} records: ${this.#program.name}, turn ${turn + 1} of ${this.#turns}`);
    let id: unknown;
    await this.#visit(async (visit) => {
      await this.#open(visit);
      await this.#search(visit);
      await this.#save(visit, turn);
      if (this.#program === OURS) id = (await visit.call('id', this.#middle)).gives;
    });
    await this.#visit(async (visit) => {
      const { ms, gives } = await visit.call('readAll');
      // Three texts each. Saving has changed the length of some.
      equal((gives as number[])[0], 3 * this.#size.count);
      this.times.add('read all', ms);
    });
    if (id === undefined) return;
    await this.#visit(
      async (visit) => this.times.add('cold list', (await visit.call('open', this.#middle)).ms),
      false,
    );
    await this.#visit(async (visit) => this.times.add('look-up', (await visit.call('openOne', id)).ms));
  }

  drop(): void {
    this.#profile.drop();
  }

  async #open(visit: Visit): Promise<void> {
    let titles: unknown;
    const memory = await visit.peakDuring(async () => {
      const { ms, gives } = await visit.call('open', this.#middle);
      this.times.add('list', ms);
      titles = gives;
    });
    this.times.add('memory', memory);
    const [count, title, email] = titles as [number, string, string];
    equal(count, this.#size.count);
    // Bitwarden's items have no order of their own.
    const number = / (\d{6})$/.exec(title)?.[1] ?? 'no number';
    equal(email.includes(number), true, `${title} has the address ${email}`);
  }

  /** The slowest letter counts. */
  async #search(visit: Visit): Promise<void> {
    const times: number[] = [];
    for (const words of TYPED) {
      const { ms, gives } = await visit.call('search', words);
      times.push(ms);
      const [count, ...shown] = gives as string[];
      deepEqual([shown.length, shown[0]?.toLowerCase().includes(words)], [Math.min(Number(count), 50), true]);
    }
    this.times.add('search', Math.max(...times));
  }

  async #save(visit: Visit, turn: number): Promise<void> {
    const step = Math.floor(this.#size.count / this.#size.saves);
    for (let save = 0; save < this.#size.saves; save += 1) {
      const text = `changed in turn ${turn}, ${save}`;
      this.times.add('save', (await visit.call('save', save * step, text)).ms);
    }
  }

  async #visit<T>(act: (visit: Visit) => Promise<T>, warm = this.#program === OURS): Promise<T> {
    return this.#lab.visit(this.#profile, this.#program.script, this.#program.place, async (visit) => {
      await visit.call('load');
      if (warm) await visit.warmUp();
      return act(visit);
    });
  }
}

function report({ count }: Size, ours: Subject, peer: Subject): void {
  const add = (what: string, unit: string, mine: string, theirs = mine): void =>
    print({
      name: `browser ${count} ${what}`,
      unit,
      value: ours.times.median(mine),
      peer: peer.name,
      peerValue: peer.times.median(theirs),
    });
  add('open, list, look-up', 'ms', 'list');
  add('open, list, look-up, not warmed up', 'ms', 'cold list', 'list');
  add('open, list, look-up, peak memory', 'KiB', 'memory');
  // They open everything for it.
  add('open, look-up', 'ms', 'look-up', 'list');
  add('search', 'ms', 'search');
  add('save', 'ms', 'save');
  add('read all', 'ms', 'read all');
}
