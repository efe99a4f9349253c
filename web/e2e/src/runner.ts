/** A small runner: suites of scenarios, each named by the rule that it keeps. */
import { messageOf } from './narrator.js';

/** What the scenarios of a suite stand on: a browser, mostly. */
export interface Ground {
  /** Takes away what one scenario left behind, so that the next can use the same ground. */
  tidy(): Promise<void>;
  /** After a failure: what there is to see. Returns lines for people. */
  explain(name: string): Promise<string[]>;
  end(): Promise<void>;
}

export interface Scenario<G> {
  readonly name: string;
  readonly run: (ground: G) => Promise<void>;
}

export interface Suite<G extends Ground = Ground> {
  readonly name: string;
  readonly make: () => Promise<G>;
  /** Each scenario gets a ground of its own. */
  readonly fresh?: boolean;
  readonly scenarios: readonly Scenario<G>[];
}

export interface Outcome {
  readonly passed: number;
  readonly failed: readonly string[];
}

/** Forgets of which kind the ground is, so that suites of several kinds fit into one list. */
export function suite<G extends Ground>(given: Suite<G>): Suite {
  return given as unknown as Suite;
}

/** A scenario that hangs is one that failed. */
const SCENARIO_MS = 180_000;

export async function runSuites(suites: readonly Suite[], wanted: string): Promise<Outcome> {
  const failed: string[] = [];
  let passed = 0;
  for (const { name, make, fresh = false, scenarios } of suites) {
    const chosen = scenarios.filter((scenario) => `${name}: ${scenario.name}`.includes(wanted));
    if (chosen.length === 0) continue;
    console.log(name);
    let ground: Ground | null = null;
    for (const scenario of chosen) {
      const start = performance.now();
      try {
        ground ??= await within(make());
        await within(scenario.run(ground));
        await within(ground.tidy());
        passed += 1;
        console.log(`  ok      ${scenario.name} (${seconds(start)})`);
      } catch (error) {
        failed.push(`${name}: ${scenario.name}`);
        console.log(`  FAILED  ${scenario.name} (${seconds(start)})\n${indent(stackOf(error))}`);
        const explained = await ground?.explain(scenario.name).catch((why: unknown) => [messageOf(why)]);
        if (explained !== undefined && explained.length > 0) console.log(indent(explained.join('\n')));
        await endQuietly(ground);
        ground = null;
      }
      if (fresh && ground !== null) {
        await endQuietly(ground);
        ground = null;
      }
    }
    await endQuietly(ground);
  }
  return { passed, failed };
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${SCENARIO_MS / 1000} s`)), SCENARIO_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function endQuietly(ground: Ground | null): Promise<void> {
  await ground?.end().catch((error: unknown) => console.log(indent(`while tidying up: ${messageOf(error)}`)));
}

export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '          ');
}
