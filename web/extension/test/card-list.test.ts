import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '@hailstone/protocol/views';
import type { CardView } from '@hailstone/protocol/wire';
import { makeFault } from '../src/shared/fault.js';
import { CardList, faultBeside } from '../src/ui/parts/card-list.js';
import { settle } from './fake-port.js';

const CARD: CardView = {
  reader: 'R',
  card: 'openpgp:000F:1',
  application: 'openpgp',
  name: '000F:1',
  usable: true,
  pinTriesLeft: 3,
};
const IN = [{ reader: 'R', hasCard: true }];
const OUT = [{ reader: 'R', hasCard: false }];

class Scene {
  isFree = true;
  asked = 0;
  answer: () => Promise<readonly CardView[]> = async () => [CARD];
  readonly shown: (number | Fault)[] = [];
  readonly list = new CardList({
    isFree: () => this.isFree,
    list: () => {
      this.asked += 1;
      return this.answer();
    },
    show: (cards, fault) => this.shown.push(fault ?? cards.length),
  });
}

test('a card that is put in is listed, one that is taken out is gone without asking anybody', async () => {
  const scene = new Scene();
  scene.list.saw(IN);
  await settle();
  scene.list.saw(OUT);
  await settle();
  assert.deepEqual([scene.shown, scene.asked], [[1, 0], 1]);
});

test('where nobody can tell, the list stays as it is', async () => {
  const scene = new Scene();
  scene.list.saw(null);
  scene.list.settle();
  await settle();
  assert.deepEqual([scene.shown, scene.asked], [[], 0]);
});

test('nothing moves while something is done with a card, and it is made up for', async () => {
  const scene = new Scene();
  scene.isFree = false;
  scene.list.saw(IN);
  await settle();
  assert.equal(scene.asked, 0);
  scene.isFree = true;
  scene.list.settle();
  scene.list.settle();
  await settle();
  assert.deepEqual([scene.shown, scene.asked], [[1], 1]);
});

test('an answer from before the last change is not shown', async () => {
  const scene = new Scene();
  scene.list.saw(IN);
  scene.list.saw(OUT);
  await settle();
  assert.deepEqual(scene.shown, [0]);
});

test('why a card cannot be listed is said, but not that it is out again', async () => {
  const scene = new Scene();
  scene.answer = () => Promise.reject(makeFault('card.absent', 'person'));
  scene.list.saw(IN);
  await settle();
  scene.answer = () => Promise.reject(makeFault('card.in_use', 'retry'));
  scene.list.saw(IN);
  await settle();
  assert.deepEqual(scene.shown, [0, { code: 'card.in_use', class: 'retry', triesLeft: null }]);
});

test('what went wrong with a card stays beside a new list, and what kept a list from being made does not', () => {
  const of = (code: string): Fault => ({ code, class: 'person', triesLeft: null });
  const [factory, absent, service] = [of('card.pin_factory'), of('card.removed'), of('card.service_absent')];
  assert.equal(faultBeside([CARD], factory, null), factory);
  assert.equal(faultBeside([CARD], factory, service), service);
  assert.equal(faultBeside([CARD], absent, null), null);
  assert.equal(faultBeside([], service, null), null);
  assert.equal(faultBeside(null, null, null), null);
});
