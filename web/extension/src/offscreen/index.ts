/** The offscreen document (Chromium): starts the core, and joins it to whichever background is running now. */
import { type CallFrame, type CoreCall, PORTS } from '@hailstone/protocol/wire';
import { onWake } from '../platform/core-home.js';
import { connect, type Port } from '../platform/port.js';
import { startCoreWorker } from './core-line.js';

const END_ALL: CoreCall = 'endAllReleases';

const core = startCoreWorker();
let background: Port | null = null;

function join(): void {
  if (background !== null) return;
  const port = connect(PORTS.core);
  background = port;
  port.onMessage((message) => core.post(message));
  port.onClose(() => {
    background = null;
    // Nobody is left who could answer the pages. Frame numbers start at 1, so nobody waits for this reply.
    const frame: CallFrame = { id: 0, type: END_ALL, takes: {} };
    core.post(frame);
  });
}

core.onMessage((message) => background?.post(message));
core.onClose(() => self.close());
onWake(join);
join();
