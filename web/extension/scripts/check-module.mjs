// The generated wasm modules have the shapes that `src/shared/wallet-api.ts` says:
//   node scripts/check-module.mjs DIR      (DIR as for `build.mjs --wasm`)
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const [wasm] = process.argv.slice(2);
if (wasm === undefined) {
  console.error('usage: node scripts/check-module.mjs DIR');
  process.exit(2);
}
const folder = join(here, 'dist', 'check-module');
const at = (...parts) => JSON.stringify(join(...parts));
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'check.ts'),
  `import * as wallet from ${at(resolve(wasm), 'hailstone', 'hailstone_wasm.js')};
import * as copies from ${at(resolve(wasm), 'copies', 'hailstone_wasm_copies.js')};
import * as interchange from ${at(resolve(wasm), 'interchange', 'hailstone_wasm_interchange.js')};
import * as trust from ${at(resolve(wasm), 'trust', 'hailstone_wasm_trust.js')};
import type { CopiesModule, InterchangeModule, TrustModule, WalletModule } from ${at(here, 'src', 'shared', 'wallet-api.js')};
export const modules: [WalletModule, CopiesModule, InterchangeModule, TrustModule] = [wallet, copies, interchange, trust];
`,
);
writeFileSync(
  join(folder, 'tsconfig.json'),
  JSON.stringify({
    extends: join(here, '..', 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: true,
      composite: false,
      declaration: false,
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['ES2023', 'DOM', 'ESNext.Disposable'],
    },
    files: ['check.ts'],
  }),
);
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', folder], { stdio: 'inherit' });
process.exit(status ?? 1);
