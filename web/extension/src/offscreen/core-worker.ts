/** The worker: the wallet module, and the calls that come in for it. */
import initialise, { Wallet, warmUp } from '@hailstone/wasm';
import initialiseCopies, { Beside } from '@hailstone/wasm-copies';
import { faultOf } from '../shared/fault.js';
import { askingOver, Caller, type Line, parseCallFrame, reply } from '../shared/rpc.js';
import type { FileLine, ModuleBeside, Wallet as OpenWallet } from '../shared/wallet-api.js';
import { CoreHost } from './core-host.js';
import { type AskBackground, BackgroundFileLine } from './file-line.js';
import { parkedPlace } from './parked-place.js';
import { signaturesWith } from './signatures.js';
import { WarmUp } from './warm-up.js';
import { watchStore } from './watch-store.js';

const DATABASE = 'hailstone';
/** Has no vault in it, only what this browser needs to write to the one in the file. */
const FILE_DATABASE = 'hailstone-file';

interface Opened {
  readonly database: string;
  readonly line?: FileLine;
}

const outside: Line = {
  post: (message) => self.postMessage(message),
  onMessage: (listener) =>
    self.addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data)),
  // It ends with us.
  onClose: () => undefined,
};

const asks = new Caller(askingOver(outside), 'core.stopped');
// The background is our own code of the same version: what it gives has the type that the call says.
const ask = ((type, takes) => asks.call(type, takes)) as AskBackground;
const line = new BackgroundFileLine(ask);

async function openOwn(): Promise<OpenWallet> {
  await initialise({ module_or_path: new URL('wasm/hailstone_wasm_bg.wasm', self.location.href) });
  return Wallet.open(DATABASE);
}

/** What can be opened, and what was opened last. */
const OWN: Opened = { database: DATABASE };
const FILE: Opened = { database: FILE_DATABASE, line };
let opened = OWN;

let unwatch: () => void = () => undefined;

async function openChosen(): Promise<OpenWallet> {
  await initialise({ module_or_path: new URL('wasm/hailstone_wasm_bg.wasm', self.location.href) });
  const chosen = (await ask('place', {})) === 'file' ? FILE : OWN;
  const wallet = await Wallet.open(chosen.database, chosen.line);
  opened = chosen;
  unwatch();
  unwatch = watchStore(chosen.database, () => void goneOn());
  return wallet;
}

async function openBeside(key: Uint8Array, parked: Uint8Array): Promise<ModuleBeside> {
  await initialiseCopies({
    module_or_path: new URL('wasm/hailstone_wasm_copies_bg.wasm', self.location.href),
  });
  return Beside.open(opened.database, opened.line, key, parked);
}

/** The browser has closed the database: what is there now is opened anew, and the screens look again. */
async function goneOn(): Promise<void> {
  await host.call('reopen', {}).catch(() => undefined);
  await ask('storeClosed', {}).catch(() => undefined);
}

const host = new CoreHost(openChosen, {
  openOwn,
  memory: {
    all: () => ask('seen', {}),
    keep: (vault, witness) => ask('keepSeen', { vault, witness }),
  },
  parking: {
    parkingKey: () => ask('parkingKey', {}),
    resumingKey: () => ask('resumingKey', {}),
    dropKey: () => ask('dropKey', {}),
    place: parkedPlace,
  },
  signatures: signaturesWith(() => ask('authorities', {})),
  openBeside,
});

const warming = new WarmUp(warmUp);

outside.onMessage((message) => {
  const frame = parseCallFrame(message);
  if (frame === null) return;
  host.call(frame.type, frame.takes).then(
    (gives) => {
      outside.post(reply(frame.id, gives));
      warming.answered(frame.type, gives);
    },
    (thrown: unknown) => outside.post({ id: frame.id, fault: line.explain(faultOf(thrown)) }),
  );
});
