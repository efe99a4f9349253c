import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_REQUEST_LENGTH, type PageAsk } from '@hailstone/protocol/page';
import { installShim } from '../src/content/shim.js';
import { type FakeRealm, makeRealm } from './fake-realm.js';
import { fakeTimers } from './timers.js';

const OURS = { protocol: 'openid4vp-v1-unsigned', data: { nonce: 'n' } };
const THEIRS = { protocol: 'org-iso-mdoc', data: {} };

function installed(extra: object = {}): FakeRealm {
  const fake = makeRealm(extra);
  installShim(fake.realm);
  return fake;
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => assert.fail('expected a rejection'),
    (error: Error) => error,
  );
}

function first(fake: FakeRealm) {
  const [asked] = fake.asked;
  assert.ok(asked);
  return asked;
}

test('a call without a digital request goes to the browser untouched', async () => {
  const fake = installed();
  const options = { publicKey: {} };
  assert.equal(await fake.get(options), 'native');
  assert.equal(await fake.get(undefined), 'native');
  assert.equal(await fake.get({ digital: { requests: [OURS] }, publicKey: {} }), 'native');
  assert.equal(fake.native[0], options);
  assert.equal(fake.asked.length, 0);
});

test('a request with none of our protocols goes to the browser untouched', async () => {
  const fake = installed();
  const options = { digital: { requests: [THEIRS] } };
  assert.equal(await fake.get(options), 'native');
  assert.equal(fake.native[0], options);
});

test('protocols that are not ours are as if they were not there', async () => {
  const fake = installed();
  const answer = fake.get({ digital: { requests: [THEIRS, OURS] } });
  assert.deepEqual(first(fake).message, {
    tag: 'hailstone/1',
    type: 'ask',
    protocol: 'openid4vp-v1-unsigned',
    data: '{"nonce":"n"}',
  });
  assert.equal(first(fake).target, 'https://shop.example');
  first(fake).answer({ type: 'denied' });
  await failure(answer);
});

test('malformed requests are a TypeError, and nobody is asked', async () => {
  const fake = installed();
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  for (const digital of [
    null,
    {},
    { requests: 1 },
    { requests: [null] },
    { requests: [{ protocol: 'x' }] },
    { requests: [{ ...OURS, data: 'text' }] },
    { requests: [{ ...OURS, data: circular }] },
    { requests: [{ ...OURS, data: { toJSON: () => undefined } }] },
  ]) {
    assert.equal((await failure(fake.get({ digital }))).name, 'TypeError');
  }
  assert.equal((await failure(fake.get({ digital: { requests: [OURS] }, signal: {} }))).name, 'TypeError');
  assert.equal(fake.asked.length, 0);
});

test('an answer is a DigitalCredential with protocol and data', async () => {
  const fake = installed();
  const pending = fake.get({ digital: { requests: [OURS] } });
  first(fake).answer({ type: 'taken' });
  first(fake).answer({ type: 'shared', data: '{"response":"jwe"}' });
  const credential = (await pending) as Record<string, unknown>;
  const { DigitalCredential } = fake.realm as unknown as {
    DigitalCredential: { new (): object; userAgentAllowsProtocol(protocol: string): boolean };
  };
  assert.ok(credential instanceof DigitalCredential);
  assert.ok(credential instanceof fake.realm.Credential);
  assert.equal(credential.protocol, 'openid4vp-v1-unsigned');
  assert.equal(credential.type, 'digital');
  assert.deepEqual(JSON.parse(JSON.stringify(credential)), {
    protocol: 'openid4vp-v1-unsigned',
    data: { response: 'jwe' },
  });
  assert.throws(() => new DigitalCredential(), TypeError);
  assert.equal(DigitalCredential.userAgentAllowsProtocol('openid4vp-v1-unsigned'), true);
  assert.equal(DigitalCredential.userAgentAllowsProtocol('org-iso-mdoc'), false);
});

test("the browser's own DigitalCredential is kept, and learns our protocol", async () => {
  class DigitalCredential {
    static userAgentAllowsProtocol(): boolean {
      return false;
    }
    get protocol(): string {
      throw new TypeError('Illegal invocation');
    }
  }
  const fake = installed({ DigitalCredential });
  const pending = fake.get({ digital: { requests: [OURS] } });
  first(fake).answer({ type: 'shared', data: '{}' });
  assert.ok((await pending) instanceof DigitalCredential);
  const { userAgentAllowsProtocol } = DigitalCredential as unknown as {
    userAgentAllowsProtocol(protocol: string): boolean;
  };
  assert.equal(userAgentAllowsProtocol('openid4vp-v1-unsigned'), true);
  assert.equal(userAgentAllowsProtocol('nonsense'), false);
});

test('every refusal is the same NotAllowedError', async () => {
  const fake = installed();
  const pending = fake.get({ digital: { requests: [OURS] } });
  const second = await failure(fake.get({ digital: { requests: [OURS] } }));
  first(fake).answer({ type: 'denied' });
  const refused = await failure(pending);
  for (const error of [second, refused]) {
    assert.ok(error instanceof DOMException);
    assert.equal(error.name, 'NotAllowedError');
    assert.equal(error.message, refused.message);
  }
});

test('an over-long request goes on, cut to what is still refused, so that the person is told', async () => {
  const fake = installed();
  const text = 'x'.repeat(MAX_REQUEST_LENGTH + 1);
  const pending = fake.get({ digital: { requests: [{ ...OURS, data: { text } }] } });
  assert.equal((first(fake).message as PageAsk).data.length, MAX_REQUEST_LENGTH);
  first(fake).answer({ type: 'denied' });
  assert.equal((await failure(pending)).name, 'NotAllowedError');
});

test('a signal ends the request with its reason, and the relay hears of it', async () => {
  const fake = installed();
  const already = AbortSignal.abort();
  assert.equal(
    (await failure(fake.get({ digital: { requests: [OURS] }, signal: already }))).name,
    'AbortError',
  );
  assert.equal(fake.asked.length, 0);

  const control = new AbortController();
  const pending = fake.get({ digital: { requests: [OURS] }, signal: control.signal });
  control.abort();
  assert.equal((await failure(pending)).name, 'AbortError');
  assert.deepEqual(first(fake).heard, [{ type: 'abort' }]);
  // The next request is not held up by it.
  const next = fake.get({ digital: { requests: [OURS] } });
  fake.asked[1]?.answer({ type: 'denied' });
  assert.equal((await failure(next)).name, 'NotAllowedError');
});

test('without a relay the browser gets the call', async (context) => {
  const timers = fakeTimers(context);
  const fake = installed({ setTimeout, clearTimeout, setInterval, clearInterval });
  const pending = fake.get({ digital: { requests: [OURS] } });
  timers.tick(2000);
  assert.equal(await pending, 'native');
});

test('a relay that falls silent ends the request', async (context) => {
  const timers = fakeTimers(context);
  const fake = installed({ setTimeout, clearTimeout, setInterval, clearInterval });
  const pending = fake.get({ digital: { requests: [OURS] } });
  let ended = false;
  pending.catch(() => {
    ended = true;
  });
  first(fake).answer({ type: 'taken' });
  for (let i = 0; i < 10; i += 1) {
    timers.tick(2000);
    first(fake).answer({ type: 'alive' });
  }
  await new Promise(setImmediate);
  assert.equal(ended, false, 'as long as it speaks, the request goes on');
  timers.tick(8000);
  assert.equal((await failure(pending)).name, 'NotAllowedError');
});

test('what a page replaces later does not reach the shim', async () => {
  const fake = installed();
  const stolen: unknown[] = [];
  const realm = fake.realm as unknown as Record<string, unknown>;
  realm.postMessage = (...args: unknown[]) => stolen.push(args);
  realm.JSON = { parse: () => 'stolen', stringify: () => 'stolen' };
  realm.MessageChannel = class {};
  realm.Promise = class {};
  const pending = fake.get({ digital: { requests: [OURS] } });
  first(fake).answer({ type: 'shared', data: '{"response":"jwe"}' });
  assert.equal(
    JSON.stringify(await pending),
    '{"protocol":"openid4vp-v1-unsigned","data":{"response":"jwe"}}',
  );
  assert.deepEqual(stolen, []);
});

test('the replacement looks like the native method', () => {
  const fake = installed();
  const { get } = fake.realm.CredentialsContainer.prototype;
  assert.equal(get.name, 'get');
  assert.equal(get.length, 0);
  assert.throws(() => Reflect.construct(get, []), TypeError);
});

test('an opaque origin and an insecure page are left to the browser', async () => {
  for (const extra of [{ origin: 'null' }, { isSecureContext: false }]) {
    assert.equal(await installed(extra).get({ digital: { requests: [OURS] } }), 'native');
  }
});
