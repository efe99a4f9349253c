// Only `src/platform` names the browser's extension interface, and rooms that must not reach it do not.
import { readSources } from './sources.mjs';

const RULES = [
  {
    in: /^(?!platform\/)/,
    not: /\b(?:chrome|browser)\s*\.\s*[a-z]/,
    why: 'only platform/ names chrome.* or browser.*',
  },
  { in: /^content\//, not: /platform\/(?!port\.js)/, why: 'content scripts open a port and nothing else' },
  { in: /^content\//, not: /@hailstone\/wasm/, why: 'no wasm in a content script' },
  {
    in: /^(?:ui|content)\//,
    not: /platform\/native/,
    why: 'only the background talks to the native program',
  },
  { in: /^background\//, not: /(?<![./\w])(?:document|window)\s*\./, why: 'the background has no document' },
];

const problems = readSources().flatMap(({ path, text }) => {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|(['`])(?:(?!\1).)*chrome(?:(?!\1).)*\1/gm, (part) =>
    part.startsWith('/') ? '' : part,
  );
  return RULES.filter((rule) => rule.in.test(path) && rule.not.test(code)).map(
    ({ why }) => `src/${path}: ${why}`,
  );
});
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
