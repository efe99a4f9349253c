/** Calls of screens: found by type, allowed by caller, parsed, handled. What no route declares is refused. */
import type { Gives, ScreenCall, ScreenCalls, Takes } from '@hailstone/protocol/wire';
import { makeFault } from '../shared/fault.js';
import { Malformed, type Parse } from '../shared/parse.js';
import type { Caller } from './callers.js';

export type CallerKind = Caller['kind'];

export interface Route<T extends ScreenCall> {
  /** Who may call it. */
  readonly from: readonly CallerKind[];
  readonly parse: Parse<Takes<ScreenCalls, T>>;
  handle(takes: Takes<ScreenCalls, T>, caller: Caller): Promise<Gives<ScreenCalls, T>>;
}

export type Routes = { readonly [T in ScreenCall]: Route<T> };

/** @throws FaultError `extension.not_allowed`, `extension.malformed`, or what the route throws */
export async function route(routes: Routes, caller: Caller, type: string, takes: unknown): Promise<unknown> {
  if (!Object.hasOwn(routes, type)) throw makeFault('extension.not_allowed', 'hostile');
  const name = type as ScreenCall;
  if (!routes[name].from.includes(caller.kind)) throw makeFault('extension.not_allowed', 'hostile');
  return run(routes[name] as Route<typeof name>, caller, takes);
}

function run<T extends ScreenCall>(found: Route<T>, caller: Caller, takes: unknown): Promise<unknown> {
  return found.handle(parseOrFault(found.parse, takes), caller);
}

function parseOrFault<T>(parse: Parse<T>, takes: unknown): T {
  try {
    return parse(takes);
  } catch (thrown) {
    if (thrown instanceof Malformed) throw makeFault('extension.malformed', 'hostile');
    throw thrown;
  }
}
