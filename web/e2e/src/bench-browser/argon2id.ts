/** Argon2id, 64 MiB, three passes, one lane, in a worker: the first derivation after the module was loaded, and those that follow. */
import { print, say, Times } from './figures.js';
import { type Lab, Profile } from './lab.js';

const OURS = 'argon2id-ours';
const PEERS = [
  ['argon2id-sodium', 'libsodium-wrappers-sumo'],
  ['argon2id-hash-wasm', 'hash-wasm'],
] as const;
/** Each in a browser of its own, so that nothing is warm. */
const TURNS = 9;
const NEXT = 4;

export async function argon2id(lab: Lab): Promise<void> {
  const times = new Times();
  const derived = new Set<unknown>();
  for (let turn = 0; turn < TURNS; turn += 1) {
    say(`Argon2id, turn ${turn + 1} of ${TURNS}`);
    for (const program of [OURS, ...PEERS.map(([name]) => name)]) await derive(lab, program, times, derived);
  }
  if (derived.size !== 1) throw new Error('the programs do not derive the same');
  for (const [program, peer] of PEERS)
    for (const [what, name] of [
      ['first', 'browser argon2id first call'],
      ['next', 'browser argon2id next calls'],
      ['start', 'browser argon2id script, module and first call'],
    ])
      print({
        name: name ?? '',
        unit: 'ms',
        value: times.median(`${OURS} ${what}`),
        peer,
        peerValue: times.median(`${program} ${what}`),
      });
}

async function derive(lab: Lab, program: string, times: Times, derived: Set<unknown>): Promise<void> {
  const profile = new Profile();
  await lab.visit(profile, program, 'worker', async (visit) => {
    await visit.call('load');
    const first = await visit.call('derive');
    times.add(`${program} start`, await visit.sinceStart());
    derived.add(first.gives);
    times.add(`${program} first`, first.ms);
    for (let call = 0; call < NEXT; call += 1) times.add(`${program} next`, (await visit.call('derive')).ms);
  });
  profile.drop();
}
