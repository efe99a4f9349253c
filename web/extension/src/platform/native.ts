import { api } from './api.js';
import { type Port, wrapPort } from './port.js';

/** Starts the native program and returns its pipe. What goes wrong with that arrives through `onClose`. */
export function connectNative(host: string): Port {
  return wrapPort(api.runtime.connectNative(host));
}
