/** The offscreen document (Chromium): starts the core, and joins it to whichever background is running now. */
import { PORTS } from '@hailstone/protocol/wire';
import { onWake } from '../platform/core-home.js';
import { connect } from '../platform/port.js';
import { startCoreWorker } from './core-line.js';
import { Joint } from './joint.js';

const core = startCoreWorker();
const joint = new Joint(core);
let joined = false;

function join(): void {
  if (joined) return;
  const background = connect(PORTS.core);
  joined = true;
  background.onClose(() => {
    joined = false;
  });
  joint.add(background);
}

core.onClose(() => self.close());
onWake(join);
join();
