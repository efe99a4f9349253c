import { keepStorage } from '../platform/keep-storage.js';
import type { Line } from '../shared/rpc.js';

/** Starts the worker in which the wallet module runs, so that its work holds up neither a screen nor a request. */
export function startCoreWorker(): Line {
  // Here, because a worker cannot ask.
  keepStorage();
  const worker = new Worker('core-worker.js', { type: 'module', name: 'hailstone-core' });
  const closed: (() => void)[] = [];
  worker.addEventListener('error', () => {
    // A worker that does not start, or that fails outside of a call, is of no more use.
    worker.terminate();
    for (const listener of closed) listener();
  });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) =>
      worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data)),
    onClose: (listener) => closed.push(listener),
  };
}
