/** Node's fake timers; the declarations that we have are of an older Node. */
export interface FakeTimers {
  enable(options: { readonly apis: readonly string[] }): void;
  tick(ms: number): void;
}

export function fakeTimers({ mock }: { readonly mock: { readonly timers: unknown } }): FakeTimers {
  const timers = mock.timers as FakeTimers;
  timers.enable({ apis: ['setTimeout', 'setInterval'] });
  return timers;
}
