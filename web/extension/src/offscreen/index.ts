/** The offscreen document (Chromium): starts the core, and joins it to whichever background is running now. */
import { type CoreCall, PORTS } from '@hailstone/protocol/wire';
import { onWake } from '../platform/core-home.js';
import { connect } from '../platform/port.js';
import { startCoreWorker } from './core-line.js';
import { Switchboard } from './switchboard.js';

const END_ALL: CoreCall = 'endAllReleases';

const core = startCoreWorker();
const switchboard = new Switchboard(core);
let joined = false;

function join(): void {
  if (joined) return;
  joined = true;
  const port = connect(PORTS.core);
  switchboard.join(port);
  port.onClose(() => {
    joined = false;
    // Nobody is left who could answer the pages.
    switchboard.tell(END_ALL, {});
  });
}

core.onClose(() => self.close());
onWake(join);
join();
