// Bundles the three programs into `dist`, or with `--tests` the tests of their helpers into `test/dist`.
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
  : ['demo', 'run', 'bench'].map((name) => join(here, 'src', `${name}.ts`));
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
