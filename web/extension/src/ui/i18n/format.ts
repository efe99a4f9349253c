/** A small part of ICU MessageFormat: `{name}` and `{name, plural, one {…} other {…}}` with `#` for the number. */

export type Params = Readonly<Record<string, string | number>>;

const PLURAL = /\{(\w+), plural, one \{([^{}]*)\} other \{([^{}]*)\}\}/g;
const NAME = /\{(\w+)\}/g;

export function format(message: string, params: Params, language: string): string {
  const rules = new Intl.PluralRules(language);
  return message
    .replace(PLURAL, (_, name: string, one: string, other: string) => {
      const count = Number(params[name]);
      return (rules.select(count) === 'one' ? one : other).replaceAll('#', String(count));
    })
    .replace(NAME, (whole, name: string) => String(params[name] ?? whole));
}

/** The names that a message wants, sorted; both languages must want the same. */
export function placeholders(message: string): string[] {
  const plural = [...message.matchAll(PLURAL)].map(([, name]) => name ?? '');
  const plain = [...message.replace(PLURAL, '').matchAll(NAME)].map(([, name]) => name ?? '');
  return [...new Set([...plural, ...plain])].sort();
}
