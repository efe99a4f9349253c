// The catalogues are complete: both languages have the same keys and placeholders, every key is used, and every key
// that is used is there. Also run by the build.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { readRust, readSources, readViews, readVocabulary } from './sources.mjs';

/** Keys that are put together from a value of a list that is read here, so there is one for each value and no other. */
const LISTED = ['claim.', 'type.', 'kind.', 'entry.', 'outcome.'];
/** Keys that are put together from a value; everything that begins like this counts as used. */
const COMPOSED = [
  ...LISTED,
  'label.',
  'access.',
  'create.advice.',
  'create.means.',
  'settings.language.',
  'vault.tab.',
  'place.',
  'popup.',
];
/** Codes of the Rust side that a person can be shown. Those of `jose` and `sd_jwt` are defects when they come out of a
 *  release, and are said by the words of that class. */
const CHAIN_CODE =
  /(?:=>|code:) "((?:vault|wallet|store|request|certificate|release|card|bridge|import|credential)\.[a-z_]+)"/g;
const FAULT_CODE = /makeFault\(\s*'([^']+)'|code: '([a-z_]+\.[a-z_]+)'/g;

export async function checkWords() {
  const sources = readSources();
  const [en, de, faultsEn, faultsDe] = await Promise.all(
    ['en', 'de', 'faultsEn', 'faultsDe'].map((name) => catalogue(sources, name)),
  );
  const code = sources.filter(({ path }) => !path.startsWith('ui/i18n/') || path.endsWith('words.ts'));
  return [
    ...differences(en, de, 'de.ts'),
    ...differences(faultsEn, faultsDe, 'faults-de.ts'),
    ...usage(en, code),
    ...listed(en, readVocabulary(), await evaluate(readViews())),
    ...unknownFaults(faultsEn, code),
    ...wordless(faultsEn),
  ];
}

/** The catalogue as it is at run time: `faultsEn` is exported by `faults-en.ts`, its pairs joined to one message. */
async function catalogue(sources, name) {
  const file = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
  const { text } = sources.find(({ path }) => path === `ui/i18n/${file}.ts`);
  const module = await evaluate(text);
  return new Map(
    Object.entries(module[name]).map(([key, words]) => [
      key,
      typeof words === 'string' ? words : `${words.what} ${words.next}`,
    ]),
  );
}

/** A module that imports nothing at run time but its neighbours among the catalogues. */
async function evaluate(text) {
  const resolveDir = fileURLToPath(new URL('../src/ui/i18n', import.meta.url));
  const stdin = { contents: text, loader: 'ts', sourcefile: 'module.ts', resolveDir };
  const { outputFiles } = await build({ stdin, bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

/** Every claim and type of the vocabulary, every kind of record and every outcome has words. */
export function listed(en, vocabulary, { RECORD_KINDS, OUTCOMES }) {
  const types = [...vocabulary.matchAll(/vct: "urn:hailstone:([a-z-]+):1"/g)].map(([, type]) => type);
  const claims = [...vocabulary.matchAll(/\bclaim\(&\[([^\]]*)\]/g)].map(([, path]) =>
    [...path.matchAll(/"([^"]+)"/g)].map(([, name]) => name).join('.'),
  );
  if (types.length === 0 || claims.length === 0) return ['vocabulary.rs: no table was found in it'];
  const keys = new Set([
    ...claims.map((claim) => `claim.${claim}`),
    ...types.map((type) => `type.${type}`),
    ...RECORD_KINDS.flatMap((kind) => [`kind.${kind}`, `entry.${kind}`]),
    ...OUTCOMES.map((outcome) => `outcome.${outcome}`),
  ]);
  const missing = [...keys].filter((key) => !en.has(key)).map((key) => `en.ts: no '${key}'`);
  const extra = [...en.keys()]
    .filter((key) => LISTED.some((prefix) => key.startsWith(prefix)) && !keys.has(key))
    .map((key) => `en.ts: '${key}' is for nothing that there is`);
  return [...missing, ...extra];
}

function differences(from, to, name) {
  const missing = [...from.keys()].filter((key) => !to.has(key)).map((key) => `${name}: no '${key}'`);
  const extra = [...to.keys()]
    .filter((key) => !from.has(key))
    .map((key) => `${name}: '${key}' is nowhere else`);
  const unlike = [...from]
    .filter(([key, message]) => to.has(key) && names(message) !== names(to.get(key)))
    .map(([key]) => `${name}: '${key}' has other placeholders`);
  const empty = [...to]
    .filter(([, message]) => message.trim() === '')
    .map(([key]) => `${name}: '${key}' is empty`);
  return [...missing, ...extra, ...unlike, ...empty];
}

function names(message) {
  return [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].sort().join();
}

function usage(en, code) {
  const everything = code.map(({ text }) => text).join('\n');
  const unused = [...en.keys()]
    .filter((key) => !COMPOSED.some((prefix) => key.startsWith(prefix)) && !everything.includes(`'${key}'`))
    .map((key) => `en.ts: '${key}' is not used`);
  const undefinedKeys = code.flatMap(({ path, text }) =>
    [...text.matchAll(/\.t\(\s*'([^']+)'/g)]
      .filter(([, key]) => !en.has(key))
      .map(([, key]) => `src/${path}: no message '${key}'`),
  );
  return [...unused, ...undefinedKeys];
}

/** Faults between our own processes, which no person is shown by their own words. */
const INTERNAL = ['extension.not_allowed', 'extension.malformed'];

function unknownFaults(faults, code) {
  return code.flatMap(({ path, text }) =>
    [...text.matchAll(FAULT_CODE)]
      .map(([, made, written]) => made ?? written)
      .filter((fault) => !faults.has(fault) && !INTERNAL.includes(fault))
      .map((fault) => `src/${path}: no words for '${fault}'`),
  );
}

function wordless(faults) {
  const codes = readRust().flatMap((text) => [...text.matchAll(CHAIN_CODE)].map(([, code]) => code));
  return [...new Set(codes)]
    .filter((code) => !faults.has(code))
    .map((code) => `faults-en.ts: no words for '${code}'`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problems = await checkWords();
  for (const problem of problems) console.error(problem);
  process.exit(problems.length > 0 ? 1 : 0);
}
