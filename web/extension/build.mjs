// Builds the extension for one browser:
//   node build.mjs --target chromium|firefox --wasm DIR --out DIR
// DIR of --wasm holds `hailstone/`, `copies/`, `interchange/` and `trust/` as `cargo xtask build` makes them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { checkWords } from './scripts/check-words.mjs';
import { makeManifest } from './scripts/manifest.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { target: { type: 'string' }, wasm: { type: 'string' }, out: { type: 'string' } },
});
const { target } = values;
if ((target !== 'chromium' && target !== 'firefox') || !values.wasm || !values.out) {
  console.error('usage: node build.mjs --target chromium|firefox --wasm DIR --out DIR');
  process.exit(2);
}
const out = resolve(values.out);
const modules = {
  '@hailstone/wasm': join(resolve(values.wasm), 'hailstone', 'hailstone_wasm.js'),
  '@hailstone/wasm-copies': join(resolve(values.wasm), 'copies', 'hailstone_wasm_copies.js'),
  '@hailstone/wasm-interchange': join(resolve(values.wasm), 'interchange', 'hailstone_wasm_interchange.js'),
  '@hailstone/wasm-trust': join(resolve(values.wasm), 'trust', 'hailstone_wasm_trust.js'),
};
for (const path of Object.values(modules)) {
  if (!existsSync(path)) fail(`missing ${path}: build the wasm packages first`);
}
const problems = await checkWords();
if (problems.length > 0) fail(problems.join('\n'));
// The bundler drops types unread, and a key that is put together from a value is checked by its type alone.
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const rooms = ['content', 'background', 'offscreen', 'ui'].map((room) => join(here, 'src', room));
if (spawnSync(process.execPath, [tsc, '-b', ...rooms], { stdio: 'inherit' }).status !== 0) process.exit(1);

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'wasm'), { recursive: true });

const source = (path) => join(here, 'src', path);
const common = {
  bundle: true,
  outdir: out,
  target: target === 'chromium' ? 'chrome125' : 'firefox142',
  define: { TARGET: JSON.stringify(target) },
  alias: modules,
  charset: 'utf8',
  legalComments: 'none',
  minifySyntax: true,
  logLevel: 'warning',
};

// Content scripts are classic scripts, and each stands alone.
await build({
  ...common,
  format: 'iife',
  entryPoints: { shim: source('content/shim-entry.ts'), relay: source('content/relay-entry.ts') },
});
await build({
  ...common,
  format: 'esm',
  entryPoints: {
    background: source('background/index.ts'),
    'core-worker': source('offscreen/core-worker.ts'),
    ...(target === 'chromium' ? { offscreen: source('offscreen/index.ts') } : {}),
  },
});
// The screens share their parts, and the import module comes only when it is wanted.
await build({
  ...common,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  entryPoints: {
    vault: source('ui/vault/index.ts'),
    consent: source('ui/consent/index.ts'),
    popup: source('ui/popup/index.ts'),
  },
});

for (const path of Object.values(modules)) {
  const wasm = path.replace(/\.js$/, '_bg.wasm');
  cpSync(wasm, join(out, 'wasm', wasm.slice(dirname(wasm).length + 1)));
}
cpSync(join(here, 'static'), out, {
  recursive: true,
  filter: (path) => target === 'chromium' || !path.endsWith('offscreen.html'),
});
writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(makeManifest(target), null, 2)}\n`);

function fail(message) {
  console.error(message);
  process.exit(1);
}
