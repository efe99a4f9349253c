import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type Ground, runSuites, suite } from '../src/runner.js';

function makeSuite(fresh: boolean, events: string[]) {
  return suite<Ground>({
    name: 'suite',
    fresh,
    make: async () => {
      events.push('make');
      return {
        tidy: async () => void events.push('tidy'),
        explain: async () => {
          events.push('explain');
          return [];
        },
        end: async () => void events.push('end'),
      };
    },
    scenarios: [
      { name: 'good', run: async () => undefined },
      { name: 'bad', run: () => Promise.reject(new Error('as it should')) },
      { name: 'good again', run: async () => undefined },
    ],
  });
}

test('a failure is explained, and what comes after it gets new ground', async () => {
  const events: string[] = [];
  const { passed, failed } = await runSuites([makeSuite(false, events)], '');
  equal(passed, 2);
  deepEqual(failed, ['suite: bad']);
  deepEqual(events, ['make', 'tidy', 'explain', 'end', 'make', 'tidy', 'end']);
});

test('a suite that wants fresh ground gets it for every scenario', async () => {
  const events: string[] = [];
  await runSuites([makeSuite(true, events)], 'good');
  deepEqual(events, ['make', 'tidy', 'end', 'make', 'tidy', 'end']);
});
