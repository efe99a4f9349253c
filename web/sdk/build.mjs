// Compiles `src` to `dist` and puts the message types of `web/protocol` beside it, so that the published package
// stands alone: its only dependency at run time is `jose`.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
const manifest = createRequire(import.meta.url).resolve('typescript/package.json');

const { status } = spawnSync(process.execPath, [join(dirname(manifest), 'bin', 'tsc'), '-b'], {
  cwd: here,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

for (const extension of ['js', 'd.ts']) {
  copyFileSync(
    join(here, '..', 'protocol', 'dist', `openid4vp.${extension}`),
    join(dist, `openid4vp.${extension}`),
  );
}
for (const name of readdirSync(dist)) {
  if (!name.endsWith('.js') && !name.endsWith('.d.ts')) continue;
  const path = join(dist, name);
  const text = readFileSync(path, 'utf8');
  const inlined = text.replaceAll("'@hailstone/protocol/openid4vp'", "'./openid4vp.js'");
  if (inlined !== text) writeFileSync(path, inlined);
}
