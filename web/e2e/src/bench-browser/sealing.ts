/** Contents from 64 bytes to 16 MiB, each under a key of its own, in a worker. */
import { median } from '../statistics.js';
import { print, say } from './figures.js';
import { type Lab, Profile } from './lab.js';

const SIZES = [
  ['64 B', 64],
  ['256 B', 256],
  ['1 KiB', 1024],
  ['4 KiB', 4 * 1024],
  ['16 KiB', 16 * 1024],
  ['64 KiB', 64 * 1024],
  ['256 KiB', 256 * 1024],
  ['512 KiB', 512 * 1024],
  ['1 MiB', 1024 * 1024],
  ['4 MiB', 4 * 1024 * 1024],
  ['16 MiB', 16 * 1024 * 1024],
] as const;

type Times = Readonly<Record<'ours' | 'module' | 'subtle' | 'throwAway', readonly number[]>>;

export async function sealing(lab: Lab): Promise<void> {
  const profile = new Profile();
  await lab.visit(profile, 'sealing', 'worker', async (visit) => {
    await visit.call('load');
    for (const [name, length] of SIZES) {
      say(`sealing ${name}`);
      const times = (await visit.call('seal', length)).gives as Times;
      const micro = (way: keyof Times): number => 1000 * median(times[way]);
      for (const [way, peer] of [
        ['module', 'wasm alone'],
        ['subtle', 'SubtleCrypto alone'],
        ['throwAway', 'SubtleCrypto, the key thrown away'],
      ] as const)
        print({
          name: `browser seal ${name}`,
          unit: 'µs',
          value: micro('ours'),
          peer,
          peerValue: micro(way),
        });
    }
  });
  profile.drop();
}
