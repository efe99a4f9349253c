import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CoreAsk } from '@hailstone/protocol/wire';
import { type AskBackground, BackgroundFileLine } from '../src/offscreen/file-line.js';
import { encodeBase64url } from '../src/shared/base64url.js';
import { makeFault } from '../src/shared/fault.js';

interface Takes {
  readonly pages: readonly number[];
  readonly at: number;
  readonly bytes: string;
}

function lineTo(answer: (type: CoreAsk, takes: Takes) => unknown): BackgroundFileLine {
  return new BackgroundFileLine((async (type: CoreAsk, takes: unknown) =>
    answer(type, takes as Takes)) as AskBackground);
}

test('pages come back in the order asked, however they are cut', async () => {
  const page = (number: number): Uint8Array | null =>
    number % 5 === 0 ? null : new Uint8Array(number % 7).fill(number);
  const asked: number[] = [];
  const line = lineTo((_, { pages }) => {
    asked.push(pages.length);
    const found = pages.map(page);
    const bytes = found.flatMap((one) => (one === null ? [] : [...one]));
    const middle = Math.floor(bytes.length / 3);
    return {
      parts: [bytes.slice(0, middle), bytes.slice(middle)].map((part) =>
        encodeBase64url(Uint8Array.from(part)),
      ),
      lengths: found.map((one) => one?.length ?? null),
    };
  });
  const numbers = Array.from({ length: 300 }, (_, index) => 299 - index);
  const read = await line.read(Uint32Array.from(numbers));
  assert.deepEqual(
    read.map((one) => one ?? null),
    numbers.map(page),
  );
  assert.ok(asked.every((count) => count <= 32));
  assert.deepEqual(await line.read(new Uint32Array()), []);
});

test('lengths that do not fit the bytes are no pages', async () => {
  const line = lineTo(() => ({ parts: ['AQID'], lengths: [4] }));
  await assert.rejects(line.read(Uint32Array.of(1)), { message: 'bridge.malformed' });
});

test('a write goes in parts, and only the last one applies', async () => {
  const sent: { type: string; at: number; length: number }[] = [];
  const line = lineTo((type, { at, bytes }) => {
    sent.push({ type, at, length: bytes.length });
    return null;
  });
  await line.apply(new Uint8Array(2 * 512 * 1024));
  await line.apply(new Uint8Array(1));
  assert.deepEqual(
    sent.map(({ type, at }) => [type, at]),
    [
      ['storePart', 0],
      ['storeApply', 512 * 1024],
      ['storeApply', 0],
    ],
  );
  assert.ok(sent.every(({ length }) => length < 1_000_000));
});

test('what went wrong has its code for the core, and is told where the core has no word for it', async () => {
  let code = 'bridge.absent';
  const line = lineTo(() => {
    throw makeFault(code, 'person');
  });
  const unavailable = { code: 'store.unavailable', class: 'person', triesLeft: null } as const;
  assert.deepEqual(line.explain(unavailable), unavailable);
  await assert.rejects(line.header(), { code });
  assert.equal(line.explain(unavailable).code, code);
  assert.equal(line.explain({ ...unavailable, code: 'vault.tampered' }).code, 'vault.tampered');
  code = 'store.conflict';
  await assert.rejects(line.apply(new Uint8Array()), { code });
});
