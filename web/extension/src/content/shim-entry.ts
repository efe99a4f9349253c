import { installShim } from './shim.js';

installShim(window);
