// Bundles the programs into `dist`, or with `--tests` the tests of their helpers into `test/dist`.
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const isForTests = process.argv.includes('--tests');
const entryPoints = isForTests
  ? readdirSync(join(here, 'test'))
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join(here, 'test', name))
  : ['demo', 'run', 'meddler', 'bench', 'bench-browser'].map((name) => join(here, 'src', `${name}.ts`));
const outdir = join(here, isForTests ? 'test/dist' : 'dist');

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints,
  outdir,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
});

// What runs in a browser when the core is measured there: everything in one file each, with the peers.
const PAGES = 'src/bench-browser/pages';
const PROGRAMS = [
  'ours',
  'kdbx',
  'bitwarden-style',
  'argon2id-ours',
  'argon2id-sodium',
  'argon2id-hash-wasm',
  'sealing',
];
if (!isForTests)
  await build({
    entryPoints: PROGRAMS.map((name) => join(here, PAGES, `${name}.ts`)),
    outdir: join(outdir, 'pages'),
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2023',
    alias: { crypto: join(here, PAGES, 'no-node.ts') },
    logLevel: 'warning',
  });
