import { PORTS } from '@hailstone/protocol/wire';
import { connect } from '../platform/port.js';
import { installRelay } from './relay.js';

installRelay(window, () => connect(PORTS.request));
