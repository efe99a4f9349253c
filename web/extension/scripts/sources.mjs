import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rustRoot = fileURLToPath(new URL('../../../', import.meta.url));
const root = fileURLToPath(new URL('../src/', import.meta.url));

/** Every TypeScript file under `src`, by its path from there. */
export function readSources() {
  return readdirSync(root, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(root, path), 'utf8') }));
}

/** The Rust sources that can make an error code. */
export function readRust() {
  return [
    'core/src',
    'core/interchange/src',
    'wasm/src',
    'wasm/interchange/src',
    'wasm/trust/src',
    'card-bridge/src',
  ].flatMap((room) =>
    readdirSync(join(rustRoot, room), { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.rs'))
      .map((path) => readFileSync(join(rustRoot, room, path), 'utf8')),
  );
}

/** The table of the claims that a token can carry. */
export function readVocabulary() {
  return readFileSync(join(rustRoot, 'core/src/data/vocabulary.rs'), 'utf8');
}

/** What the core shows, as the screens draw it. */
export function readViews() {
  return readFileSync(join(rustRoot, 'web/protocol/src/views.ts'), 'utf8');
}
