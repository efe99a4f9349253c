/** Readers for values that come from another process: each returns the typed value or throws {@link Malformed}. */

export class Malformed extends Error {
  constructor(expected: string) {
    super(`expected ${expected}`);
    this.name = 'Malformed';
  }
}

export type Parse<T> = (value: unknown) => T;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function text(max: number): Parse<string> {
  return (value) => {
    if (typeof value !== 'string' || value.length > max)
      throw new Malformed(`text of at most ${max} characters`);
    return value;
  };
}

export const flag: Parse<boolean> = (value) => {
  if (typeof value !== 'boolean') throw new Malformed('true or false');
  return value;
};

export const count: Parse<number> = (value) => {
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new Malformed('a whole number');
  return Number(value);
};

export function oneOf<const T extends string>(...values: readonly T[]): Parse<T> {
  return (value) => {
    const known = values.find((one) => one === value);
    if (known === undefined) throw new Malformed(values.join(' or '));
    return known;
  };
}

/** An object with exactly these members; members of other names are dropped. */
export function shape<T extends object>(members: { readonly [K in keyof T]: Parse<T[K]> }): Parse<T> {
  return (value) => {
    if (!isObject(value)) throw new Malformed('an object');
    const parsed: Partial<T> = {};
    for (const name of Object.keys(members) as (keyof T & string)[])
      parsed[name] = members[name](value[name]);
    return parsed as T;
  };
}

export const nothing: Parse<Readonly<Record<string, never>>> = () => ({});
