import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installRelay, type World } from '../src/content/relay.js';
import { FakePort } from './fake-port.js';

const ORIGIN = 'https://shop.example';
const ASK = { tag: 'hailstone/1', type: 'ask', protocol: 'openid4vp-v1-unsigned', data: '{"nonce":"n"}' };

/** The end of a channel that the page gives away with its request. */
class Channel {
  readonly posted: unknown[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;

  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

class Page {
  readonly ports: FakePort[] = [];
  readonly userActivation = { isActive: true };
  readonly world: World;
  stopped = 0;
  gone = false;
  #clock = 0;
  readonly #listeners = new Map<string, (event: object) => void>();

  constructor(extra: object = {}) {
    const world = {
      location: { origin: ORIGIN },
      navigator: { userActivation: this.userActivation },
      addEventListener: (type: string, listener: (event: object) => void, capture: unknown) => {
        assert.equal(capture, true);
        this.#listeners.set(type, listener);
      },
    };
    this.world = Object.assign(world, { top: world, ...extra }) as unknown as World;
    installRelay(this.world, () => {
      if (this.gone) throw new Error('Extension context invalidated.');
      const port = new FakePort();
      this.ports.push(port);
      return port;
    });
  }

  press(type: string, extra: object = {}): void {
    this.#clock += 1;
    this.#listeners.get(type)?.({ type, isTrusted: true, timeStamp: this.#clock, ...extra });
  }

  click(): void {
    for (const type of ['pointerdown', 'mousedown', 'pointerup']) this.press(type, { pointerType: 'mouse' });
  }

  say(data: unknown, extra: object = {}): Channel {
    const channel = new Channel();
    this.#listeners.get('message')?.({
      isTrusted: true,
      source: this.world,
      origin: ORIGIN,
      data,
      ports: [channel],
      stopImmediatePropagation: () => {
        this.stopped += 1;
      },
      ...extra,
    });
    return channel;
  }
}

/** Says what came back, and ends what was begun, so that no timer is left. */
function saidTo(page: Page, channel: Channel): unknown[] {
  for (const port of page.ports) if (!port.closed) port.hangUp();
  return channel.posted.map((message) => (message as { type: unknown }).type);
}

test('a request after a click is passed on, and its end comes back once', () => {
  const page = new Page();
  page.click();
  const channel = page.say(ASK);
  const [port] = page.ports;
  assert.ok(port);
  assert.deepEqual(port.posted, [{ type: 'ask', protocol: ASK.protocol, data: ASK.data }]);
  assert.equal(page.stopped, 1);
  port.say({ type: 'shared', data: '{}' });
  port.hangUp();
  assert.deepEqual(channel.posted, [{ type: 'taken' }, { type: 'shared', data: '{}' }]);
  assert.equal(port.closed, true);
});

test('what another window, another origin or a script made up is not heard at all', () => {
  const page = new Page();
  page.click();
  for (const extra of [
    { source: {} },
    { source: null },
    { origin: 'https://evil.example' },
    { isTrusted: false },
  ])
    assert.deepEqual(page.say(ASK, extra).posted, []);
  for (const data of [null, 'hailstone/1', {}, { ...ASK, tag: 'hailstone/2' }])
    assert.deepEqual(page.say(data).posted, []);
  assert.equal(page.stopped, 0);
  assert.equal(page.ports.length, 0);
});

test('a message with our tag that is no request of ours is denied, and the page does not see it', () => {
  const page = new Page();
  page.click();
  for (const forged of [
    { ...ASK, type: 'shared' },
    { ...ASK, protocol: 'org-iso-mdoc' },
    { ...ASK, data: {} },
    { ...ASK, data: 'x'.repeat(262_145) },
    { tag: ASK.tag },
  ])
    assert.deepEqual(page.say(forged).posted, [{ type: 'taken' }, { type: 'denied' }]);
  assert.equal(page.stopped, 5);
  page.say(ASK, { ports: [] });
  assert.equal(page.stopped, 6);
  assert.equal(page.ports.length, 0);
  // None of them used the click up.
  assert.deepEqual(saidTo(page, page.say(ASK)), ['taken', 'denied']);
  assert.equal(page.ports.length, 1);
});

test('a frame inside a page is denied', () => {
  const page = new Page({ top: {} });
  page.click();
  assert.deepEqual(page.say(ASK).posted, [{ type: 'taken' }, { type: 'denied' }]);
  assert.equal(page.ports.length, 0);
});

test('a second request is denied while one runs, and the first goes on', () => {
  const page = new Page();
  page.click();
  const first = page.say(ASK);
  page.click();
  assert.deepEqual(page.say(ASK).posted, [{ type: 'taken' }, { type: 'denied' }]);
  page.ports[0]?.say({ type: 'denied' });
  assert.deepEqual(first.posted, [{ type: 'taken' }, { type: 'denied' }]);
  assert.deepEqual(saidTo(page, page.say(ASK)), ['taken', 'denied']);
  assert.equal(page.ports.length, 2);
});

test('each press opens one window: a request uses it up', () => {
  const page = new Page();
  page.click();
  saidTo(page, page.say(ASK));
  assert.equal(page.ports.length, 1);
  // The browser’s activation lasts for seconds more.
  assert.deepEqual(page.say(ASK).posted, [{ type: 'taken' }, { type: 'denied' }]);
  assert.equal(page.ports.length, 1);
  page.press('keydown', { key: 'Enter' });
  saidTo(page, page.say(ASK));
  assert.equal(page.ports.length, 2);
});

test('what does not activate a page in HTML does not here, nor what a script dispatched', () => {
  const presses: readonly [type: string, extra: object, counts: boolean][] = [
    ['keydown', { key: 'Escape' }, false],
    ['keydown', { key: ' ' }, true],
    ['keydown', { key: ' ', isTrusted: false }, false],
    ['pointerdown', { pointerType: 'touch' }, false],
    ['pointerdown', { pointerType: 'mouse' }, true],
    ['pointerup', { pointerType: 'mouse' }, false],
    ['pointerup', { pointerType: 'touch' }, true],
    ['mousedown', {}, true],
    ['mousedown', { isTrusted: false }, false],
    ['touchend', {}, true],
    ['click', {}, false],
  ];
  for (const [type, extra, counts] of presses) {
    const page = new Page();
    page.press(type, extra);
    saidTo(page, page.say(ASK));
    assert.equal(page.ports.length, counts ? 1 : 0, `${type} ${JSON.stringify(extra)}`);
  }
});

test('a press that the browser counts no more does not count here', () => {
  const page = new Page();
  page.click();
  page.userActivation.isActive = false;
  assert.deepEqual(page.say(ASK).posted, [{ type: 'taken' }, { type: 'denied' }]);
});

test('a page that takes its request back, and an extension that is gone, end it', () => {
  const page = new Page();
  page.click();
  const channel = page.say(ASK);
  channel.onmessage?.({ data: { type: 'something' } });
  assert.deepEqual(channel.posted, [{ type: 'taken' }]);
  channel.onmessage?.({ data: { type: 'abort' } });
  assert.deepEqual(channel.posted, [{ type: 'taken' }, { type: 'denied' }]);
  assert.equal(page.ports[0]?.closed, true);
  page.click();
  page.gone = true;
  assert.deepEqual(page.say(ASK).posted, [{ type: 'taken' }, { type: 'denied' }]);
});
