import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_REQUEST_LENGTH, type PageAsk } from '@hailstone/protocol/page';
import { installShim } from '../src/content/shim.js';
import { type FakeRealm, makeRealm } from './fake-realm.js';
import { fakeTimers } from './timers.js';

const OURS = { protocol: 'openid4vp-v1-unsigned', data: { nonce: 'n' } };
/** Protocols that are not quite ours. */
const NEARLY = [
  '',
  ' openid4vp-v1-unsigned',
  'openid4vp-v1-unsigned ',
  'OPENID4VP-V1-UNSIGNED',
  'openid4vp',
  'openid4vp_v1_unsigned',
  'openid4vp-v1-unsigned\0',
];
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

/** As browsers have it. */
class BrowsersOwn {
  static userAgentAllowsProtocol(): boolean {
    return false;
  }
  get protocol(): string {
    throw new TypeError('Illegal invocation');
  }
}

test('a request with none of our protocols goes to a browser that has the interface, untouched', async () => {
  const fake = installed({ DigitalCredential: BrowsersOwn });
  for (const options of [{ digital: { requests: [THEIRS] } }, { digital: { requests: [] } }]) {
    assert.equal(await fake.get(options), 'native');
    assert.equal(fake.native.at(-1), options);
  }
});

test('where the browser has none, a request with no protocol that is known is a TypeError', async () => {
  const fake = installed();
  for (const requests of [[], [THEIRS], ...NEARLY.map((protocol) => [{ ...OURS, protocol }])]) {
    // It needs no press for that, and uses none.
    fake.now.isActive = false;
    assert.equal((await failure(fake.get({ digital: { requests } }))).name, 'TypeError');
  }
  assert.deepEqual([fake.native, fake.asked], [[], []]);
});

test('what another protocol takes is not judged', async () => {
  const fake = installed();
  const unknown = { protocol: 'unknown-protocol', data: BigInt(1) };
  const pending = fake.get({ digital: { requests: [unknown, OURS] } });
  first(fake).answer({ type: 'denied' });
  assert.equal((await failure(pending)).name, 'NotAllowedError');
});

test('every way to ask of ours is passed on, and of several requests the first that is ours', async () => {
  for (const protocol of ['openid4vp-v1-unsigned', 'openid4vp-v1-signed', 'openid4vp-v1-multisigned']) {
    const fake = installed();
    const pending = fake.get({ digital: { requests: [THEIRS, { protocol, data: { first: 1 } }, OURS] } });
    const { message } = first(fake);
    assert.deepEqual([(message as PageAsk).protocol, (message as PageAsk).data], [protocol, '{"first":1}']);
    first(fake).answer({ type: 'shared', data: '{}' });
    assert.equal(((await pending) as { protocol: string }).protocol, protocol);
  }
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
    7,
    'requests',
    { requests: undefined },
    { requests: null },
    { requests: 1 },
    { requests: 'x' },
    { requests: {} },
    { requests: [null] },
    { requests: [7] },
    { requests: [{ protocol: 'x' }] },
    { requests: [{ data: {} }] },
    { requests: [{ ...OURS, protocol: Symbol('x') }] },
    ...[null, '', 'text', 123, true, false, BigInt(123), Symbol('x')].map((data) => ({
      requests: [{ ...OURS, data }],
    })),
    { requests: [{ ...OURS, data: circular }] },
    { requests: [{ ...OURS, data: { toJSON: () => undefined } }] },
  ]) {
    assert.equal((await failure(fake.get({ digital }))).name, 'TypeError');
  }
  for (const wrong of [{ signal: {} }, { signal: null }, { mediation: 'sometimes' }, { mediation: null }])
    assert.equal((await failure(fake.get({ digital: { requests: [OURS] }, ...wrong }))).name, 'TypeError');
  assert.equal(fake.asked.length, 0);
});

test('members are read in the order in which Web IDL reads them', async () => {
  const fake = installed();
  const read: string[] = [];
  const seen = <T extends object>(name: string, target: T): T =>
    new Proxy(target, {
      get(of, member, receiver) {
        if (typeof member === 'string') read.push(`${name}${member}`);
        return Reflect.get(of, member, receiver);
      },
    });
  const digital = seen('digital.', { requests: [seen('request.', OURS)] });
  const pending = fake.get({
    get digital() {
      read.push('digital');
      return digital;
    },
    get mediation() {
      read.push('mediation');
      return 'required';
    },
    get signal() {
      read.push('signal');
      return undefined;
    },
  });
  first(fake).answer({ type: 'denied' });
  await failure(pending);
  const expected = ['digital', 'digital.requests', 'request.data', 'request.protocol', 'mediation', 'signal'];
  assert.deepEqual(read, expected);
});

test('the checks come in the order in which the browser makes them', async () => {
  const fake = installed();
  const nameOf = async (options: object): Promise<string> =>
    (await failure(fake.get({ digital: { requests: [OURS] }, ...options }))).name;
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const spoilt = { digital: { requests: [{ ...OURS, data: circular }] } };
  const signal = AbortSignal.abort();
  fake.now.isShown = false;
  fake.now.isActive = false;
  // What is no call at all, then a document that is gone, then the signal, then what is asked for, then who may ask.
  assert.equal(await nameOf({ digital: {}, signal }), 'TypeError');
  assert.equal(await nameOf({ signal }), 'InvalidStateError');
  fake.now.isShown = true;
  assert.equal(await nameOf({ digital: { requests: [] }, signal }), 'AbortError');
  assert.equal(await nameOf({ digital: { requests: [] } }), 'TypeError');
  assert.equal(await nameOf(spoilt), 'NotAllowedError');
  fake.now.isActive = true;
  fake.now.hasFocus = false;
  assert.equal(await nameOf(spoilt), 'NotAllowedError');
  fake.now.hasFocus = true;
  assert.equal(await nameOf(spoilt), 'TypeError');
  assert.deepEqual([fake.native, fake.asked], [[], []]);
});

test('whatever mediation is asked for, it is as if it were required', async () => {
  for (const mediation of ['silent', 'optional', 'conditional', 'required']) {
    const fake = installed();
    const control = new AbortController();
    const pending = fake.get({ digital: { requests: [OURS] }, mediation, signal: control.signal });
    assert.equal(fake.asked.length, 1);
    const reason = new Error(mediation);
    control.abort(reason);
    assert.equal(await failure(pending), reason);
  }
});

test('an answer that is no object is a TypeError, and holds nothing up', async () => {
  const fake = installed();
  for (const data of ['', 'no JSON', '7', 'null', '"text"']) {
    const pending = fake.get({ digital: { requests: [OURS] } });
    fake.asked.at(-1)?.answer({ type: 'shared', data });
    assert.equal((await failure(pending)).name, 'TypeError', data);
  }
});

test('our own interface is as Web IDL makes it', async () => {
  const fake = installed();
  const pending = fake.get({ digital: { requests: [OURS] } });
  first(fake).answer({ type: 'shared', data: '{"response":"jwe"}' });
  const credential = (await pending) as { data: object; toJSON(): object };
  const { DigitalCredential } = fake.realm as unknown as {
    DigitalCredential: { new (...given: unknown[]): object; userAgentAllowsProtocol(): boolean };
  };
  const { prototype } = DigitalCredential as unknown as { prototype: Record<string, unknown> };
  assert.equal(Object.prototype.toString.call(credential), '[object DigitalCredential]');
  assert.equal(DigitalCredential.name, 'DigitalCredential');
  assert.equal(DigitalCredential.length, 0);
  assert.equal(Object.getPrototypeOf(DigitalCredential), fake.realm.Credential);
  assert.equal(credential.data, credential.data);
  assert.deepEqual(Object.keys(prototype), ['protocol', 'data', 'toJSON']);
  // An attribute has a getter and no setter, and wants an instance.
  for (const name of ['protocol', 'data']) {
    const { get, set } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    assert.equal(set, undefined);
    assert.throws(() => get?.call({}), TypeError);
    assert.throws(() => prototype[name], TypeError);
  }
  assert.throws(() => credential.toJSON.call({}), TypeError);
  for (const given of [[], [{}, 'p', {}]]) assert.throws(() => new DigitalCredential(...given), TypeError);
  assert.throws(() => DigitalCredential.userAgentAllowsProtocol(), TypeError);
  assert.equal(Object.getOwnPropertyDescriptor(fake.realm, 'DigitalCredential')?.enumerable, false);
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
  class DigitalCredential extends BrowsersOwn {}
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

test('an insecure page is left to the browser, and so is an opaque origin where it has the interface', async () => {
  for (const extra of [{ isSecureContext: false }, { origin: 'null', DigitalCredential: BrowsersOwn }]) {
    assert.equal(await installed(extra).get({ digital: { requests: [OURS] } }), 'native');
  }
});

test('an opaque origin is refused as such, but not before what is wrong with the call', async () => {
  const fake = installed({ origin: 'null' });
  assert.equal((await failure(fake.get({ digital: { requests: [] } }))).name, 'TypeError');
  assert.equal((await failure(fake.get({ digital: { requests: [OURS] } }))).name, 'SecurityError');
  assert.equal(fake.asked.length, 0);
});
