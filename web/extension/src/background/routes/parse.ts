import type { Choice } from '@hailstone/protocol/views';
import { count, flag, isObject, Malformed, type Parse, shape, text } from '../../shared/parse.js';

/** A request's id in the address of its window: 128 random bits in hexadecimal digits. */
export const requestId: Parse<string> = (value) => {
  if (typeof value !== 'string' || !/^[0-9a-f]{32}$/.test(value)) throw new Malformed('a request id');
  return value;
};

const name = text(200);

export const choice: Parse<Choice> = (value) => {
  const type = isObject(value) ? value.type : undefined;
  if (type === 'include') {
    return {
      type,
      ...shape<{ credential: string; included: boolean }>({ credential: name, included: flag })(value),
    };
  }
  if (type === 'tick') {
    const parse = shape<{ credential: string; claim: string; ticked: boolean }>({
      credential: name,
      claim: name,
      ticked: flag,
    });
    return { type, ...parse(value) };
  }
  if (type === 'record') {
    const parse = shape<{ credential: string; slot: number; record: string }>({
      credential: name,
      slot: count,
      record: name,
    });
    return { type, ...parse(value) };
  }
  if (type === 'answer') {
    const parse = shape<{ credential: string; record: string | null; chosen: boolean }>({
      credential: name,
      record: (record) => (record === null ? null : name(record)),
      chosen: flag,
    });
    return { type, ...parse(value) };
  }
  if (type === 'tick-issued') {
    const parse = shape<{ credential: string; record: string; claim: string; ticked: boolean }>({
      credential: name,
      record: name,
      claim: text(4096),
      ticked: flag,
    });
    return { type, ...parse(value) };
  }
  if (type === 'option') {
    return { type, ...shape<{ set: number; option: number }>({ set: count, option: count })(value) };
  }
  throw new Malformed('a choice');
};
