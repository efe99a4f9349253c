import { deepStrictEqual, equal, rejects } from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { ask, request } from '../src/index.js';
import { NAME_ONLY } from './fixture.js';

const original = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

function browser(get?: (options: unknown) => Promise<unknown>) {
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: get === undefined ? {} : { credentials: { get } },
  });
  Object.assign(globalThis, { DigitalCredential: class {} });
}

afterEach(() => {
  if (original === undefined) Reflect.deleteProperty(globalThis, 'navigator');
  else Object.defineProperty(globalThis, 'navigator', original);
  Reflect.deleteProperty(globalThis, 'DigitalCredential');
});

const { options } = await request(NAME_ONLY);

test('the answer is protocol and data and nothing else', async () => {
  let seen: unknown;
  browser(async (argument) => {
    seen = argument;
    return {
      id: '',
      type: 'digital',
      protocol: 'openid4vp-v1-unsigned',
      data: { response: 'a.b.c.d.e', more: 1 },
    };
  });
  const answer = await ask(options);
  deepStrictEqual(seen, options);
  deepStrictEqual(answer, { protocol: 'openid4vp-v1-unsigned', data: { response: 'a.b.c.d.e' } });
});

test('a signal is passed on', async () => {
  const { signal } = new AbortController();
  browser(async (argument) => {
    equal((argument as { signal: unknown }).signal, signal);
    return { protocol: 'p', data: { error: 'invalid_request' } };
  });
  deepStrictEqual(await ask(options, { signal }), { protocol: 'p', data: { error: 'invalid_request' } });
});

test('a browser without credentials, or without DigitalCredential, has no wallet', async () => {
  browser();
  await rejects(ask(options), { code: 'site.no_wallet' });
  browser(async () => null);
  await rejects(ask(options), { code: 'site.no_wallet' });
  Reflect.deleteProperty(globalThis, 'DigitalCredential');
  await rejects(ask(options), { code: 'site.no_wallet' });
});

for (const [name, code] of [
  ['NotAllowedError', 'site.refused'],
  ['AbortError', 'site.aborted'],
  ['NotSupportedError', 'site.no_wallet'],
  ['SecurityError', 'site.blocked'],
  ['InvalidStateError', 'site.blocked'],
  ['UnknownError', 'site.browser_error'],
] as const) {
  test(`${name} is ${code}`, async () => {
    const cause = new DOMException('text', name);
    browser(() => Promise.reject(cause));
    await rejects(ask(options), { code, cause });
  });
}

test('TypeError, which means that no protocol is known, is site.no_wallet', async () => {
  browser(() => Promise.reject(new TypeError('text')));
  await rejects(ask(options), { code: 'site.no_wallet' });
});

test('what is not a digital credential is response.malformed', async () => {
  for (const value of [
    'text',
    {},
    { protocol: 'p' },
    { protocol: 'p', data: {} },
    { protocol: 7, data: {} },
  ]) {
    browser(async () => value);
    await rejects(ask(options), { code: 'response.malformed' });
  }
});
