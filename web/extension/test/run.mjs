// Bundles the tests (Node 20 reads no TypeScript) and runs them with Node's own runner.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'hailstone-extension-test-'));
const entryPoints = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join(here, name));
await build({
  entryPoints,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outdir: out,
  outExtension: { '.js': '.mjs' },
  define: { TARGET: '"chromium"' },
  logLevel: 'warning',
});
const { status } = spawnSync(
  process.execPath,
  [
    '--test',
    ...readdirSync(out)
      .filter((name) => name.endsWith('.test.mjs'))
      .map((name) => join(out, name)),
  ],
  { stdio: 'inherit', env: { ...process.env, HAILSTONE_EXTENSION: dirname(here) } },
);
rmSync(out, { recursive: true, force: true });
process.exit(status ?? 1);
