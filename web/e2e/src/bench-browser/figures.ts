/** How a figure is printed: one JSON object in a line, as `cargo xtask bench` reads it. */
import { median } from '../statistics.js';

export interface Beside {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly peer: string;
  readonly peerValue: number;
}

export function print({ name, unit, value, peer, peerValue }: Beside): void {
  console.log(JSON.stringify({ name, value: round(value), unit, peer, peer_value: round(peerValue) }));
}

/** Four digits that count. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}

export function say(text: string): void {
  process.stderr.write(`-- ${text}\n`);
}

/** Medians by name. */
export class Times {
  readonly #times = new Map<string, number[]>();

  add(name: string, value: number): void {
    const times = this.#times.get(name);
    if (times) times.push(value);
    else this.#times.set(name, [value]);
  }

  median(name: string): number {
    return median(this.#times.get(name) ?? []);
  }
}
