import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardTurn } from '@hailstone/protocol/cards';
import type { CardStep } from '@hailstone/protocol/wire';
import { Bridge, type GoOn } from '../src/background/bridge.js';
import { faultOfClose } from '../src/background/bridge-talk.js';
import { FaultError, makeFault } from '../src/shared/fault.js';
import { FakePort } from './fake-port.js';
import { fakeTimers } from './timers.js';

interface Message {
  readonly id: number;
  readonly request: { readonly type: string; readonly [member: string]: unknown };
}
type Replies = (request: Message['request'], say: (part: object) => void) => void;

const HELLO = { response: { type: 'hello', protocol: 7, version: '0.1.0' } };

function bridgeThat(replies: Replies): { bridge: Bridge; port: FakePort } {
  const port = new FakePort();
  port.onPosted = (message) => {
    const { id, request } = message as Message;
    queueMicrotask(() => replies(request, (part) => port.say({ id, ...part })));
  };
  return { bridge: new Bridge(() => port), port };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => assert.fail('expected a fault'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof FaultError);
  return error.fault.code;
}

test('the version is settled before anything else, and the pipe is closed after', async () => {
  const types: string[] = [];
  const { bridge, port } = bridgeThat((request, say) => {
    types.push(request.type);
    say(request.type === 'hello' ? HELLO : { response: { type: 'cards', cards: [] } });
  });
  assert.deepEqual(await bridge.listCards(), []);
  assert.deepEqual(types, ['hello', 'list-cards']);
  assert.equal(port.closed, true);
});

test('another version is refused before a card is touched', async () => {
  const { bridge, port } = bridgeThat((_, say) =>
    say({ response: { type: 'hello', protocol: 8, version: '9' } }),
  );
  assert.equal(await codeOf(bridge.listCards()), 'bridge.version');
  assert.equal(port.posted.length, 1);
});

test('agreement passes the steps on and returns what the card said', async () => {
  const steps: CardStep[] = [];
  const { bridge } = bridgeThat((request, say) => {
    if (request.type === 'hello') return say(HELLO);
    assert.deepEqual(request, { type: 'agree', card: 'openpgp:0006', point: 'cG9pbnQ', language: 'de' });
    say({ event: { type: 'pin-wanted' } });
    say({ event: { type: 'something-new' } });
    say({ event: { type: 'card-working' } });
    say({ response: { type: 'agreed', shared: 'c2hhcmVk', reader: 'R' } });
  });
  assert.deepEqual(await bridge.agree('openpgp:0006', 'cG9pbnQ', 'de', (step) => steps.push(step)), {
    shared: 'c2hhcmVk',
    reader: 'R',
  });
  assert.deepEqual(steps, ['pin-wanted', 'card-working']);
});

test('signatures are asked for by what is signed, and come back as they are', async () => {
  const steps: CardStep[] = [];
  const inputs = ['a.b', 'c.d'];
  const { bridge } = bridgeThat((request, say) => {
    if (request.type === 'hello') return say(HELLO);
    assert.deepEqual(request, { type: 'sign', card: 'piv:yubikey:7/9c', inputs, language: 'de' });
    say({ event: { type: 'pin-wanted' } });
    say({ response: { type: 'signed', signatures: 'c2lnbmVk', reader: 'R' } });
  });
  const signed = await bridge.sign('piv:yubikey:7/9c', inputs, 'de', (step) => steps.push(step));
  assert.equal(signed, 'c2lnbmVk');
  assert.deepEqual(steps, ['pin-wanted']);
  const { bridge: other } = bridgeThat((request, say) =>
    say(request.type === 'hello' ? HELLO : { response: { type: 'agreed', shared: 'c2hhcmVk', reader: 'R' } }),
  );
  assert.equal(
    await codeOf(other.sign('piv:yubikey:7/9c', inputs, 'de', () => undefined)),
    'bridge.malformed',
  );
});

test('the copies on a card come in the order in which the bridge tells them', async () => {
  const { bridge } = bridgeThat((request, say) => {
    if (request.type === 'hello') return say(HELLO);
    assert.deepEqual(request, { type: 'copy-read', card: 'piv:00/82', language: 'de' });
    say({ event: { type: 'copy-found', bytes: 'bmV3' } });
    say({ event: { type: 'copy-found', bytes: 'b2xk' } });
    say({ response: { type: 'copy-read' } });
  });
  assert.deepEqual(await bridge.readCopies('piv:00/82', 'de', () => undefined), ['bmV3', 'b2xk']);
});

test('a copy is made of what is found, and once more where the card has less room than it seemed', async () => {
  const written: unknown[] = [];
  const steps: CardStep[] = [];
  const { bridge, port } = bridgeThat((request, say) => {
    switch (request.type) {
      case 'hello':
        return say(HELLO);
      case 'copy-open':
        say({ event: { type: 'pin-wanted' } });
        say({ event: { type: 'copy-found', bytes: 'b2xk' } });
        return say({ response: { type: 'copy-opened', room: 3000 } });
      default:
        assert.equal(request.type, 'copy-write');
        written.push(request.bytes);
        say({ event: { type: 'card-working' } });
        say({
          response: written.length === 1 ? { type: 'copy-less', room: 1500 } : { type: 'copy-written' },
        });
    }
  });
  const asked: unknown[] = [];
  await bridge.renewCopy(
    'piv:00/82',
    'en',
    (step) => steps.push(step),
    async (found, room) => {
      asked.push([...found, room]);
      return `bytes-${room}`;
    },
  );
  assert.deepEqual(asked, [
    ['b2xk', 3000],
    ['b2xk', 1500],
  ]);
  assert.deepEqual(written, ['bytes-3000', 'bytes-1500']);
  assert.deepEqual(steps, ['pin-wanted', 'card-working', 'card-working']);
  assert.equal(port.closed, true);
});

test('a copy that cannot be made is not written, and the card is free', async () => {
  const types: string[] = [];
  const { bridge, port } = bridgeThat((request, say) => {
    types.push(request.type);
    say(request.type === 'hello' ? HELLO : { response: { type: 'copy-opened', room: 3000 } });
  });
  const renewing = bridge.renewCopy(
    'piv:00/82',
    'en',
    () => undefined,
    async () => {
      throw makeFault('vault.other_vault', 'person');
    },
  );
  assert.equal(await codeOf(renewing), 'vault.other_vault');
  assert.deepEqual(types, ['hello', 'copy-open']);
  assert.equal(port.closed, true);
});

test('a bridge that asks for less room before anything was written is not believed', async () => {
  const { bridge } = bridgeThat((request, say) =>
    say(request.type === 'hello' ? HELLO : { response: { type: 'copy-less', room: 3000 } }),
  );
  const renewing = bridge.renewCopy(
    'piv:00/82',
    'en',
    () => undefined,
    async () => 'bytes',
  );
  assert.equal(await codeOf(renewing), 'bridge.malformed');
});

const CHANNEL: Record<string, object> = {
  hello: HELLO,
  'channel-open': { response: { type: 'channel-opened', told: 'dG9sZA', reader: 'R' } },
  'channel-frame': { response: { type: 'channel-answer', bytes: 'YW5zd2Vy' } },
  'channel-pin': { response: { type: 'channel-sealed', bytes: 'c2VhbGVk' } },
  'channel-close': { response: { type: 'channel-closed' } },
};

/** What the core wants, one after the other, and what it was brought. */
function coreThat(turns: CardTurn[]): { goOn: GoOn; brought: string[] } {
  const brought: string[] = [];
  return {
    brought,
    goOn: async (bytes) => {
      brought.push(bytes);
      return turns.shift() ?? null;
    },
  };
}

test('a channel carries what the core says and what the card answers, and is closed before it is done', async () => {
  const steps: CardStep[] = [];
  const asked: object[] = [];
  const { bridge, port } = bridgeThat((request, say) => {
    asked.push(request);
    if (request.type === 'channel-pin') say({ event: { type: 'pin-wanted' } });
    say(CHANNEL[request.type] ?? {});
  });
  const { goOn, brought } = coreThat([
    { type: 'carry', message: 'aGFuZHM' },
    { type: 'pin', triesLeft: 3 },
    { type: 'carry', message: 'ZnJhbWU' },
  ]);
  const card = 'hailstone:00/01';
  assert.equal(await bridge.carry(card, 'de', (step) => steps.push(step), goOn), 'R');
  assert.deepEqual(brought, ['dG9sZA', 'YW5zd2Vy', 'c2VhbGVk', 'YW5zd2Vy']);
  assert.deepEqual(asked.slice(1), [
    { type: 'channel-open', card },
    { type: 'channel-frame', bytes: 'aGFuZHM' },
    { type: 'channel-pin', triesLeft: 3, signs: false, language: 'de' },
    { type: 'channel-frame', bytes: 'ZnJhbWU' },
    { type: 'channel-close' },
  ]);
  assert.deepEqual(steps, ['pin-wanted']);
  assert.equal(port.closed, true);
});

test('a channel whose core gives up is not gone on with', async () => {
  const { bridge, port } = bridgeThat((request, say) => say(CHANNEL[request.type] ?? {}));
  const goOn = async (): Promise<CardTurn> => {
    throw makeFault('card.channel_broken', 'hostile');
  };
  assert.equal(await codeOf(bridge.carry('c', 'en', () => undefined, goOn)), 'card.channel_broken');
  assert.equal(port.posted.length, 2);
  assert.equal(port.closed, true);
});

test('a channel that is answered with something else is a fault of the bridge', async () => {
  for (const [type, response] of [
    ['channel-open', { type: 'channel-opened', told: 'dG9sZA' }],
    ['channel-open', { type: 'cards', cards: [] }],
    ['channel-frame', { type: 'channel-answer' }],
    ['channel-frame', { type: 'channel-sealed', bytes: 'YQ' }],
    ['channel-pin', { type: 'channel-answer', bytes: 'YQ' }],
  ] as const) {
    const { bridge } = bridgeThat((request, say) =>
      say(request.type === type ? { response } : (CHANNEL[request.type] ?? {})),
    );
    const { goOn } = coreThat([
      { type: 'carry', message: 'aGFuZHM' },
      { type: 'pin', triesLeft: 3 },
    ]);
    assert.equal(await codeOf(bridge.carry('c', 'en', () => undefined, goOn)), 'bridge.malformed', type);
  }
});

test('an error of the bridge keeps its code and its tries', async () => {
  const { bridge } = bridgeThat((request, say) =>
    say(
      request.type === 'hello' ? HELLO : { error: { code: 'card.pin_wrong', class: 'person', triesLeft: 2 } },
    ),
  );
  const error = await bridge.agree('1', 'p', 'en', () => undefined).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof FaultError);
  assert.deepEqual(error.fault, { code: 'card.pin_wrong', class: 'person', triesLeft: 2 });
});

test('what makes no sense is a fault of the bridge', async () => {
  for (const cards of [
    1,
    [1],
    [{ reader: 'r', card: 'emv:1', name: '1' }],
    [{ reader: 'r', card: 'openpgp:', name: '1' }],
    [{ reader: 'r', card: 'openpgp', name: '1' }],
    [{ card: 'openpgp:1', name: '1' }],
    [{ reader: 'r', card: 'openpgp:1' }],
    [{ reader: 'r' }],
  ]) {
    const { bridge } = bridgeThat((request, say) =>
      say(request.type === 'hello' ? HELLO : { response: { type: 'cards', cards } }),
    );
    assert.equal(await codeOf(bridge.listCards()), 'bridge.malformed');
  }
  const { bridge, port } = bridgeThat(() => port.say({ id: 99, response: {} }));
  assert.equal(await codeOf(bridge.listCards()), 'bridge.malformed');
});

test("a pipe that closes is told apart by the browser's sentence", async () => {
  const said: Record<string, string> = {
    'Specified native messaging host not found.': 'bridge.absent',
    'No such native application app.hailstone.bridge': 'bridge.absent',
    'Access to the specified native messaging host is forbidden.': 'bridge.forbidden',
    'Failed to start native messaging host.': 'bridge.not_started',
    'File at path "/x" does not exist, or is not executable': 'bridge.not_started',
    'Native host has exited.': 'bridge.stopped',
    'An unexpected error occurred': 'bridge.stopped',
  };
  for (const [reason, code] of Object.entries(said)) assert.equal(faultOfClose(reason).fault.code, code);
  assert.equal(faultOfClose(null).fault.code, 'bridge.stopped');
  const { bridge, port } = bridgeThat(() => port.hangUp('Specified native messaging host not found.'));
  assert.equal(await codeOf(bridge.listCards()), 'bridge.absent');
});

test('a bridge that says nothing is not waited for', async (context) => {
  const timers = fakeTimers(context);
  const { bridge } = bridgeThat(() => undefined);
  const pending = codeOf(bridge.listCards());
  timers.tick(5_000);
  assert.equal(await pending, 'bridge.silent');
});
