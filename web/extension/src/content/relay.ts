/**
 * In the isolated world: passes one request at a time from the page to the background, and its end back.
 *
 * It holds nothing and decides nothing but this: the message is the page's own, and a click or key press came before it.
 */
import { ALIVE_MS, isAbort, PAGE_TAG, parsePageAsk, type RelayToShim } from '@hailstone/protocol/page';
import { type BackgroundToRelay, PORTS, type RelayToBackground } from '@hailstone/protocol/wire';
import { connect, type Port } from '../platform/port.js';

let running = false;

/** Listens in the capture phase and first, so that the page's own listeners never see our messages. */
window.addEventListener('message', receive, true);

function receive(event: MessageEvent<unknown>): void {
  if (!event.isTrusted || event.source !== window || event.origin !== location.origin) return;
  if ((event.data as { readonly tag?: unknown } | null)?.tag !== PAGE_TAG) return;
  event.stopImmediatePropagation();
  const [channel] = event.ports;
  if (channel === undefined) return;
  const answer = (message: RelayToShim): void => channel.postMessage(message);
  answer({ type: 'taken' });

  const ask = parsePageAsk(event.data);
  // In this world the page cannot pretend that there was a click.
  const allowed = ask !== null && window.top === window && !running && navigator.userActivation.isActive;
  const port = allowed ? tryConnect() : null;
  if (ask === null || port === null) {
    answer({ type: 'denied' });
    return;
  }
  pass(port, channel, { type: 'ask', protocol: ask.protocol, data: ask.data });
}

function pass(port: Port, channel: MessagePort, ask: RelayToBackground): void {
  let open = true;
  running = true;
  const finish = (message: RelayToShim): void => {
    if (!open) return;
    open = false;
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

function tryConnect(): Port | null {
  try {
    return connect(PORTS.request);
  } catch {
    return null;
  }
}
