// Checks the catalogues and the types, then bundles the server, the page script and the style sheet into `dist`.
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const source = (name) => join(here, 'src', name);
const dist = (name) => join(here, 'dist', name);

const LANGUAGES = ['en', 'de'];
const catalogues = LANGUAGES.map((language) => [
  language,
  JSON.parse(readFileSync(source(`locale/${language}.json`), 'utf8')),
]);
const keys = new Set(catalogues.flatMap(([, catalogue]) => Object.keys(catalogue)));
const missing = catalogues.flatMap(([language, catalogue]) =>
  [...keys]
    .filter((key) => !catalogue[key]?.trim())
    .map((key) => `${language}.json: "${key}" is missing or empty`),
);
if (missing.length > 0) {
  console.error(missing.join('\n'));
  process.exit(1);
}

const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
const { status } = spawnSync(process.execPath, [join(dirname(manifest), 'bin', 'tsc'), '-b'], {
  cwd: here,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

const common = { bundle: true, format: 'esm', logLevel: 'warning', legalComments: 'none' };
await build({
  ...common,
  entryPoints: [source('server.ts')],
  outfile: dist('server.js'),
  platform: 'node',
  target: 'node20',
});
await build({
  ...common,
  entryPoints: [
    { in: source('page/main.ts'), out: 'page' },
    { in: source('page/page.css'), out: 'page' },
  ],
  outdir: dist('.'),
  platform: 'browser',
  target: ['chrome120', 'firefox121'],
  minify: true,
});
cpSync(source('page/icon.svg'), dist('icon.svg'));
