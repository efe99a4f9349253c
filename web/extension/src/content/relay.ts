/**
 * In the isolated world: passes one request at a time from the page to the background, and its end back.
 *
 * It holds nothing and decides nothing but this: the message is the page's own, and a click or key press came before it
 * that no other request has used.
 */
import { ALIVE_MS, isAbort, PAGE_TAG, parsePageAsk, type RelayToShim } from '@hailstone/protocol/page';
import type { BackgroundToRelay, RelayToBackground } from '@hailstone/protocol/wire';
import type { Port } from '../platform/port.js';
import { Gestures } from './gestures.js';

export type World = Window & typeof globalThis;

/** `open` makes a port to the background, and throws when the extension was reloaded or removed under the page. */
export function installRelay(world: World, open: () => Port): void {
  let running = false;
  const gestures = new Gestures(world);

  // In the capture phase and first, so that the page's own listeners never see our messages.
  world.addEventListener('message', receive, true);

  function receive(event: MessageEvent<unknown>): void {
    if (!event.isTrusted || event.source !== world || event.origin !== world.location.origin) return;
    if ((event.data as { readonly tag?: unknown } | null)?.tag !== PAGE_TAG) return;
    event.stopImmediatePropagation();
    const [channel] = event.ports;
    if (channel === undefined) return;
    const answer = (message: RelayToShim): void => channel.postMessage(message);
    answer({ type: 'taken' });

    const ask = parsePageAsk(event.data);
    const allowed = ask !== null && world.top === world && !running && gestures.use();
    const port = allowed ? tryOpen() : null;
    if (ask === null || port === null) {
      answer({ type: 'denied' });
      return;
    }
    pass(port, channel, { type: 'ask', protocol: ask.protocol, data: ask.data });
  }

  function pass(port: Port, channel: MessagePort, ask: RelayToBackground): void {
    let unanswered = true;
    running = true;
    const finish = (message: RelayToShim): void => {
      if (!unanswered) return;
      unanswered = false;
      running = false;
      clearInterval(alive);
      port.close();
      channel.postMessage(message);
    };
    const alive = setInterval(() => channel.postMessage({ type: 'alive' } satisfies RelayToShim), ALIVE_MS);
    port.onMessage((message) => finish(message as BackgroundToRelay));
    // The background was stopped, or the extension reloaded: nothing was sent.
    port.onClose(() => finish({ type: 'denied' }));
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isAbort(data)) finish({ type: 'denied' });
    };
    port.post(ask);
  }

  function tryOpen(): Port | null {
    try {
      return open();
    } catch {
      return null;
    }
  }
}
