import { FAULT_CLASSES, type Fault, type FaultClass } from '@hailstone/protocol/views';
import { isObject } from './parse.js';

/** An error with a stable code. Its sentence is chosen where it is shown. */
export class FaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.name = 'FaultError';
    this.fault = fault;
  }
}

export function makeFault(code: string, faultClass: FaultClass, triesLeft: number | null = null): FaultError {
  return new FaultError({ code, class: faultClass, triesLeft });
}

const CODE = /^[a-z0-9_]+(?:[.-][a-z0-9_]+)+$/;

/** Reads a fault that came from outside, or returns `null`. */
export function parseFault(value: unknown): Fault | null {
  if (!isObject(value)) return null;
  const { code, class: name, triesLeft } = value;
  if (typeof code !== 'string' || !CODE.test(code)) return null;
  const faultClass = FAULT_CLASSES.find((known) => known === name);
  if (faultClass === undefined) return null;
  return { code, class: faultClass, triesLeft: typeof triesLeft === 'number' ? triesLeft : null };
}

/** Whatever was thrown, as a fault: our own, the wallet module's object, or a defect. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof FaultError) return thrown.fault;
  return parseFault(thrown) ?? { code: 'extension.defect', class: 'ours', triesLeft: null };
}
