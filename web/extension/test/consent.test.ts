import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Choice } from '@hailstone/protocol/views';
import { deferred } from '../src/shared/deferred.js';
import { makeFault } from '../src/shared/fault.js';
import { PLACE, PROPOSAL, REQUEST, SITE, setUp, WINDOW } from './consent-scene.js';
import { settle } from './fake-port.js';
import { fakeTimers } from './timers.js';

test('a yes goes to the page, and the window closes', async () => {
  const { consents, closed, ask, request, core } = setUp();
  const page = ask();
  assert.deepEqual(await consents.state(request, WINDOW), {
    state: 'proposal',
    origin: SITE,
    revision: 1,
    proposal: PROPOSAL,
  });
  assert.deepEqual(await consents.share(request, WINDOW, 1, 'en'), { state: 'ended', reason: 'shared' });
  assert.deepEqual(page.posted, [{ type: 'shared', data: '{"response":"jwe"}' }]);
  assert.deepEqual(closed, [WINDOW]);
  await consents.windowClosed(WINDOW);
  assert.deepEqual(core.ends(), []);
});

test('refusing, closing and an aborted page look the same to the page, and not in the receipt', async () => {
  const outcomes: unknown[] = [];
  for (const end of ['refused', 'closed', 'aborted'] as const) {
    const { consents, ask, request, core } = setUp();
    const page = ask();
    await consents.state(request, WINDOW);
    if (end === 'refused') await consents.end(request, PLACE, 'refused');
    if (end === 'closed') await consents.windowClosed(WINDOW);
    if (end === 'aborted') page.hangUp();
    await settle();
    if (end !== 'aborted') assert.deepEqual(page.posted, [{ type: 'denied' }]);
    outcomes.push(...core.ends());
  }
  assert.deepEqual(outcomes, [
    { release: 1, outcome: 'refused' },
    { release: 1, outcome: 'closed' },
    { release: 1, outcome: 'aborted' },
  ]);
});

test('a page hears of no answer only when the window is gone, by whichever button or by the frame', async () => {
  const outcomes: unknown[] = [];
  for (const how of ['refused', 'closed', 'nothing matches', 'by the frame'] as const) {
    const { consents, host, ask, request, core } = setUp();
    if (how === 'nothing matches') core.answers.propose = () => ({ ...PROPOSAL, state: 'nothing-matches' });
    const page = ask();
    await consents.state(request, WINDOW);
    const gone = deferred<void>();
    host.closeWindow = () => gone.promise;
    const ended =
      how === 'by the frame'
        ? Promise.resolve()
        : consents.end(request, PLACE, how === 'refused' ? 'refused' : 'closed');
    await settle();
    assert.deepEqual(page.posted, [], how);
    // The browser says that the window is gone, and whoever closed it hears of it afterwards.
    await consents.windowClosed(WINDOW);
    assert.deepEqual(page.posted, [{ type: 'denied' }], how);
    gone.resolve();
    await ended;
    await settle();
    assert.deepEqual(page.posted, [{ type: 'denied' }], how);
    outcomes.push(...core.ends());
  }
  assert.deepEqual(
    outcomes,
    ['refused', 'closed', 'closed', 'closed'].map((outcome) => ({ release: 1, outcome })),
  );
});

test('a window that is on its way out takes no other answer', async () => {
  const { consents, host, ask, request, core } = setUp();
  ask();
  await consents.state(request, WINDOW);
  const gone = deferred<void>();
  host.closeWindow = () => gone.promise;
  const ended = consents.end(request, PLACE, 'refused');
  await settle();
  await assert.rejects(consents.share(request, WINDOW, 1, 'en'), { message: 'release.ended' });
  gone.resolve();
  await ended;
  assert.ok(!core.calls.some(([type]) => type === 'share'));
});

test('an aborted request says so in its window, and can no longer be shared', async () => {
  const { consents, ask, request, pushed, core } = setUp();
  const page = ask();
  await consents.state(request, WINDOW);
  page.hangUp();
  await settle();
  assert.deepEqual(pushed[0], { type: 'consent-ended', request, reason: 'aborted' });
  await assert.rejects(consents.share(request, WINDOW, 1, 'en'), { message: 'release.ended' });
  assert.deepEqual(await consents.state(request, WINDOW), { state: 'ended', reason: 'aborted' });
  assert.ok(!core.calls.some(([type]) => type === 'share'));
});

test('a page that goes while the answer is being made gets nothing', async () => {
  const { consents, ask, request, core } = setUp();
  const page = ask();
  await consents.state(request, WINDOW);
  core.answers.share = () => {
    page.hangUp();
    return 'late';
  };
  assert.deepEqual(await consents.share(request, WINDOW, 1, 'en'), { state: 'ended', reason: 'aborted' });
  assert.deepEqual(page.posted, []);
});

test('only its own window answers a request', async () => {
  const { consents, ask, request, core } = setUp();
  ask();
  for (const windowId of [WINDOW + 1, null]) {
    await assert.rejects(consents.state(request, windowId), { message: 'extension.not_allowed' });
    await assert.rejects(consents.share(request, windowId, 1, 'en'), { message: 'extension.not_allowed' });
    await assert.rejects(consents.end(request, { windowId, tabId: 8 }, 'refused'), {
      message: 'extension.not_allowed',
    });
  }
  assert.ok(!core.calls.some(([type]) => type === 'share'));
});

test('a background that was started anew knows nothing of the window', async () => {
  const { consents, closed } = setUp();
  assert.deepEqual(await consents.state(REQUEST, WINDOW), { state: 'ended', reason: 'interrupted' });
  // The page may have been opened in a tab among others, which stay.
  await consents.end(REQUEST, PLACE, 'closed');
  assert.deepEqual(closed, [`tab ${PLACE.tabId}`]);
});

test('locked, no vault, invalid and broken are shown, and nothing is proposed', async () => {
  const { consents, ask, request, core } = setUp();
  ask();
  core.answers.status = () => ({ state: 'none' });
  assert.equal((await consents.state(request, WINDOW)).state, 'no-vault');
  core.answers.status = () => ({ state: 'locked', restoring: false, vaultId: 'v', unlockers: [] });
  assert.equal((await consents.state(request, WINDOW)).state, 'locked');
  assert.equal((await consents.share(request, WINDOW, 1, 'en')).state, 'locked');
  core.answers.status = () => {
    throw makeFault('store.damaged', 'ours');
  };
  assert.equal((await consents.state(request, WINDOW)).state, 'failed');
  assert.ok(!core.calls.some(([type]) => type === 'propose'));

  const invalid = setUp();
  invalid.core.answers.beginRelease = ({ origin }) => ({
    release: 1,
    origin,
    proof: { kind: 'address' as const },
    purpose: [],
    error: { code: 'request.nonce_missing', class: 'hostile' },
  });
  invalid.ask();
  const view = await invalid.consents.state(invalid.request, WINDOW);
  assert.deepEqual(view, { state: 'invalid', origin: SITE, code: 'request.nonce_missing' });
});

test('after a failed share the proposal is made anew', async () => {
  const { consents, ask, request, core } = setUp();
  const page = ask();
  await consents.state(request, WINDOW);
  core.answers.share = () => {
    throw makeFault('store.full', 'person');
  };
  await assert.rejects(consents.share(request, WINDOW, 1, 'en'), { message: 'store.full' });
  assert.deepEqual(page.posted, []);
  await consents.state(request, WINDOW);
  assert.equal(core.calls.filter(([type]) => type === 'propose').length, 2);
});

const CHOICE: Choice = { type: 'tick', credential: 'person', claim: 'nickname', ticked: true };

test('only the newest revision is shared: another one gives what there is to see now', async () => {
  const { consents, ask, request, core } = setUp();
  const page = ask();
  await consents.state(request, WINDOW);
  const chosen = await consents.choose(request, WINDOW, CHOICE);
  assert.ok(chosen.state === 'proposal' && chosen.revision === 2);
  assert.deepEqual(await consents.share(request, WINDOW, 1, 'en'), chosen);
  assert.deepEqual(page.posted, []);
  assert.ok(!core.calls.some(([type]) => type === 'share'));
  assert.deepEqual(await consents.share(request, WINDOW, 2, 'en'), { state: 'ended', reason: 'shared' });
});

test('a vault that changed makes a new proposal before anything is shared or chosen', async () => {
  const { consents, ask, request, core } = setUp();
  ask();
  await consents.state(request, WINDOW);
  consents.vaultChanged();
  const instead = await consents.share(request, WINDOW, 1, 'en');
  assert.ok(instead.state === 'proposal' && instead.revision === 3);
  consents.vaultChanged();
  const again = await consents.choose(request, WINDOW, CHOICE);
  // Not the next, which the choice alone would have come to.
  assert.ok(again.state === 'proposal' && again.revision === 5);
  assert.deepEqual(
    core.calls.map(([type]) => type).filter((type) => ['propose', 'choose', 'share'].includes(type)),
    ['propose', 'propose', 'propose'],
  );
});

test('a proposal that the vault changed under is shown, and is not shared', async () => {
  const { consents, ask, request, core } = setUp();
  ask();
  core.answers.propose = () => {
    core.answers.propose = () => PROPOSAL;
    consents.vaultChanged();
    return { ...PROPOSAL, encrypted: false };
  };
  const first = await consents.state(request, WINDOW);
  assert.ok(first.state === 'proposal' && first.revision === 0 && !first.proposal.encrypted);
  const second = await consents.share(request, WINDOW, 0, 'en');
  assert.ok(second.state === 'proposal' && second.revision === 2 && second.proposal.encrypted);
  core.answers.choose = () => {
    consents.vaultChanged();
    return { ...PROPOSAL, encrypted: false };
  };
  const third = await consents.choose(request, WINDOW, CHOICE);
  assert.ok(third.state === 'proposal' && third.revision === 4 && third.proposal.encrypted);
  assert.ok(!core.calls.some(([type]) => type === 'share'));
});

test('choices are made one after another, and a Share behind them waits', async () => {
  const { consents, ask, request, core } = setUp();
  ask();
  await consents.state(request, WINDOW);
  const views = await Promise.all([
    consents.choose(request, WINDOW, CHOICE),
    consents.choose(request, WINDOW, { ...CHOICE, ticked: false }),
    consents.share(request, WINDOW, 2, 'en'),
  ]);
  assert.deepEqual(
    views.map((view) => (view.state === 'proposal' ? view.revision : null)),
    [2, 3, 3],
  );
  assert.ok(!core.calls.some(([type]) => type === 'share'));
});

test('one request at a time per tab, three in all; others get no window and the same end', async (context) => {
  const timers = fakeTimers(context);
  const { ask, core } = setUp();
  ask(1);
  const again = ask(1);
  ask(2);
  ask(3);
  const fourth = ask(4);
  await settle();
  assert.equal(core.calls.filter(([type]) => type === 'beginRelease').length, 3);
  assert.deepEqual(again.posted, []);
  timers.tick(4000);
  assert.deepEqual(again.posted, [{ type: 'denied' }]);
  assert.deepEqual(fourth.posted, [{ type: 'denied' }]);
});

test('when the core is gone, every request is over', async () => {
  const { consents, ask, request, pushed, core } = setUp();
  const page = ask();
  await consents.state(request, WINDOW);
  consents.coreGone();
  await settle();
  assert.deepEqual(page.posted, [{ type: 'denied' }]);
  assert.deepEqual(pushed, [{ type: 'consent-ended', request, reason: 'interrupted' }]);
  assert.deepEqual(core.ends(), []);
});
