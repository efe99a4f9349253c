/**
 * A card with our own application: the core in the browser speaks with the card itself, through a channel, and the bridge carries what is sealed.
 * Somebody stands between browser and bridge, who sees everything that passes there, and can change it.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { type CardStack, STONE_PIN } from '../card.js';
import { cardSuite, saysFault } from '../card-house.js';
import { blocksItself, isAdded, opensAfterAWrongPin, opensAndReleases } from '../card-stories.js';
import { until } from '../chromium.js';
import { TRICKS } from '../meddler-tricks.js';
import type { Suite } from '../runner.js';

const STONE = { stone: true, meddled: true } as const;

/** Of everything that has passed: nothing that a person typed, and of the card nothing that is not sealed. */
export function passedSealed(cards: CardStack): void {
  const passed = cards.passed();
  const types = passed.map(({ message }) => {
    const { request, response } = message as Record<string, { type?: string } | undefined>;
    return request?.type ?? response?.type;
  });
  for (const type of [
    'channel-opened',
    'channel-frame',
    'channel-answer',
    'channel-sealed',
    'channel-closed',
  ])
    ok(types.includes(type), type);
  for (const type of ['agree', 'agreed']) ok(!types.includes(type), type);
  const text = JSON.stringify(passed);
  const typed = [
    STONE_PIN,
    Buffer.from(STONE_PIN).toString('base64url'),
    Buffer.from(STONE_PIN).toString('hex'),
  ];
  for (const form of typed) ok(!text.includes(form), `the PIN as ${form}`);
}

export const stone: readonly Suite[] = [
  cardSuite(
    'a Hailstone card',
    STONE,
    'makes a vault, opens it after a restart, and releases; what passes on the way is sealed',
    async (house) => {
      await opensAndReleases(house);
      passedSealed(house.cards);
    },
  ),
  cardSuite(
    'a Hailstone card beside a passphrase',
    STONE,
    'is added when it has shown that it opens the vault, and opens it',
    async (house) => {
      await isAdded(
        house,
        async (page) => {
          const listed = page.locator('li', { has: page.getByTestId('card-pick') });
          // The beginning of its fingerprint, as the tool calls it, too.
          match(await listed.innerText(), /^Card [0-9a-f]{4} [0-9a-f]{4} /);
        },
        async () => {
          const asked = house.cards.dialogs().filter((line) => /prompt="PIN/.test(line));
          equal(asked.length, 1);
        },
      );
      passedSealed(house.cards);
    },
  ),
  cardSuite(
    'a Hailstone card with a wrong PIN',
    { ...STONE, pins: [STONE_PIN, '999999', STONE_PIN] },
    'says how many tries are left, and opens with the right one',
    opensAfterAWrongPin,
  ),
  cardSuite(
    'a Hailstone card with three wrong PINs',
    { ...STONE, pins: [STONE_PIN, '999999'] },
    'blocks itself, says what to do, and the vault stays whole',
    blocksItself,
  ),
  cardSuite(
    'a Hailstone card behind a hostile bridge',
    STONE,
    'is not taken for what it is not: the vault stays locked, whatever is done with what the card says',
    async (house) => {
      const data = await house.furnish();
      for (const trick of TRICKS.filter((trick) => trick !== 'hold')) {
        house.cards.play(trick);
        const page = await house.person.clickUnlockWithCard();
        match(await saysFault(page, 'card.channel_broken'), /card/i, trick);
        equal(await house.person.vaultState(), 'locked', trick);
        house.cards.play('none');
        await house.person.unlockWithCard();
        await house.person.lock();
      }
      await house.person.unlockWithCard();
      deepEqual(await house.person.data(), data);
    },
  ),
  cardSuite(
    'a Hailstone card that is pulled out while its PIN is wanted',
    STONE,
    'is said to be gone, and opens the vault when it is back',
    async (house) => {
      const data = await house.furnish();
      house.cards.play('hold');
      const page = await house.person.clickUnlockWithCard();
      const asked = (): number =>
        house.cards.passed().filter(({ message }) => JSON.stringify(message).includes('channel-pin')).length;
      await until('the PIN is wanted once more', () => asked() === 2);
      await house.remove(0);
      house.cards.play('none');
      await saysFault(page, 'card.removed');
      equal(await house.person.vaultState(), 'locked');
      await house.cards.insert(0);
      await house.person.unlockWithCard();
      deepEqual(await house.person.data(), data);
    },
  ),
];
