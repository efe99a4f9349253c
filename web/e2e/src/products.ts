/** Where everything is that was built before. `cargo xtask` says it in the environment. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The bundles stand in `web/e2e/dist`, three folders below the root. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const WEB = join(ROOT, 'web');
export const SAMPLE = join(WEB, 'e2e/samples/person.vcf');
/** Backups of one vault that were changed apart: `core/tests/vault/beside.rs`. */
export const COPIES = join(WEB, 'e2e/samples/copies');
export const SHOTS = join(ROOT, 'demo-output');

export type Product = 'output' | 'bridge' | 'virtual-stack' | 'pinentry' | 'geckodriver';

const PLACES: Readonly<Record<Product, readonly [variable: string, otherwise: string]>> = {
  output: ['HAILSTONE_OUTPUT', 'target/hailstone'],
  bridge: ['HAILSTONE_BRIDGE', 'target/debug/hailstone'],
  'virtual-stack': ['HAILSTONE_VIRTUAL_STACK', 'target/debug/virtual-stack'],
  pinentry: ['HAILSTONE_PINENTRY', 'target/debug/demo-pinentry'],
  geckodriver: ['HAILSTONE_GECKODRIVER', 'target/tools/bin/geckodriver'],
};

/** @throws when it was not built */
export function product(name: Product, inside = ''): string {
  const [variable, otherwise] = PLACES[name];
  const path = join(process.env[variable] ?? join(ROOT, otherwise), inside);
  if (!existsSync(path))
    throw new Error(`${path} is missing: start this through \`cargo xtask\`, which builds it`);
  return path;
}
