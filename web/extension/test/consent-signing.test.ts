import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFault } from '../src/shared/fault.js';
import { setUp, WINDOW } from './consent-scene.js';
import { settle } from './fake-port.js';

test('each card that has to sign does so first, and then the answer goes out', async () => {
  const { consents, host, ask, request, core } = setUp();
  const page = ask();
  await consents.state(request, WINDOW);
  const signed: unknown[] = [];
  core.answers.share = () => {
    if (signed.length < 2) throw makeFault('release.card_needed', 'person');
    return '{"response":"jwe"}';
  };
  host.sign = async (release, language) => void signed.push([release, language]);
  assert.deepEqual(await consents.share(request, WINDOW, 1, 'de'), { state: 'ended', reason: 'shared' });
  assert.deepEqual(signed, [
    [1, 'de'],
    [1, 'de'],
  ]);
  assert.equal(page.posted.length, 1);
});

test('where a card does not sign nothing goes out, and the request can be answered with the rest', async () => {
  const { consents, host, ask, request, core } = setUp();
  const page = ask();
  await consents.state(request, WINDOW);
  core.answers.share = () => {
    throw makeFault('release.card_needed', 'person');
  };
  host.sign = async () => {
    throw makeFault('card.pin_cancelled', 'person');
  };
  await assert.rejects(consents.share(request, WINDOW, 1, 'en'), { message: 'card.pin_cancelled' });
  assert.deepEqual(page.posted, []);
  const again = await consents.state(request, WINDOW);
  assert.ok(again.state === 'proposal');
  core.answers.share = () => '{"response":"jwe"}';
  const { revision } = again;
  assert.deepEqual(await consents.share(request, WINDOW, revision, 'en'), {
    state: 'ended',
    reason: 'shared',
  });
});

test('a page that goes away while a card is asked gets nothing, and no card is asked again', async () => {
  const { consents, host, ask, request, core } = setUp();
  const page = ask();
  await consents.state(request, WINDOW);
  let asked = 0;
  core.answers.share = () => {
    throw makeFault('release.card_needed', 'person');
  };
  host.sign = async () => {
    asked += 1;
    page.hangUp();
    await settle();
  };
  await assert.rejects(consents.share(request, WINDOW, 1, 'en'), { message: 'release.card_needed' });
  assert.equal(asked, 1);
  assert.deepEqual(page.posted, []);
});
