/** In the browser: offers a program's calls to the lab, in a worker or in the page itself, and takes their time there. */

export type Call = (...args: never[]) => unknown;

/** What a call took, in milliseconds, and what came of it. */
export interface Timed {
  readonly ms: number;
  readonly gives: unknown;
}

interface Scope {
  benchCall?: (name: string, args: readonly unknown[]) => Promise<Timed>;
  readonly document?: unknown;
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Asked>) => void): void;
}

interface Asked {
  readonly name: string;
  readonly args: readonly unknown[];
}

export function serve(calls: Readonly<Record<string, Call>>): void {
  const scope = globalThis as unknown as Scope;
  const call = async (name: string, args: readonly unknown[]): Promise<Timed> => {
    const act = calls[name];
    if (act === undefined) throw new Error(`no call ${name}`);
    const start = performance.now();
    const gives = await act(...(args as never[]));
    return { ms: performance.now() - start, gives };
  };
  scope.benchCall = call;
  if (scope.document !== undefined) return;
  scope.addEventListener('message', ({ data: { name, args } }) => {
    call(name, args).then(
      (timed) => scope.postMessage(timed),
      (why: unknown) => scope.postMessage({ failed: String(why) }),
    );
  });
  scope.postMessage({ ready: true });
}
