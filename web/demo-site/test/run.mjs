// Bundles each test with the sources it tests, then runs them all with node:test. The files that the site serves
// are those of the last build.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'dist');
const tests = readdirSync(here).filter((name) => name.endsWith('.test.ts'));

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: tests.map((name) => join(here, name)),
  outdir: out,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  // Out of `test/dist`, jose would not be found: it is installed for the SDK.
  external: [],
  logLevel: 'warning',
});
for (const name of ['page.js', 'page.css', 'icon.svg'])
  copyFileSync(join(here, '..', 'dist', name), join(out, name));
const files = tests.map((name) => join(out, name.replace(/\.ts$/, '.js')));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...files], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
