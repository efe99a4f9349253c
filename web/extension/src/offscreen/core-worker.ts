/** The worker: the wallet module, and the calls that come in for it. */
import initialise, { Wallet } from '@hailstone/wasm';
import { faultOf } from '../shared/fault.js';
import { parseCallFrame, reply } from '../shared/rpc.js';
import { CoreHost } from './core-host.js';

const DATABASE = 'hailstone';

const host = new CoreHost(async () => {
  await initialise({ module_or_path: new URL('wasm/hailstone_wasm_bg.wasm', self.location.href) });
  return Wallet.open(DATABASE);
});

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const frame = parseCallFrame(data);
  if (frame === null) return;
  host.call(frame.type, frame.takes).then(
    (gives) => self.postMessage(reply(frame.id, gives)),
    (thrown: unknown) => self.postMessage({ id: frame.id, fault: faultOf(thrown) }),
  );
});
