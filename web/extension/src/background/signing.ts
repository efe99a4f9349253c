/** What a card signs of a release: the core says what, the card signs it through the bridge, the core looks at what came. */
import type { CardStep, Language } from '@hailstone/protocol/wire';
import type { Bridge } from './bridge.js';
import type { Core } from './core.js';

/** The next card that the release waits for. */
export async function signNext(
  core: Core,
  bridge: Pick<Bridge, 'carry' | 'sign'>,
  release: number,
  language: Language,
  onStep: (step: CardStep) => void,
): Promise<void> {
  const { card, inputs } = await core.call('beginSigning', { release });
  const goOn = (brought: string) => core.call('goOnSigning', { brought });
  if (inputs === null) await bridge.carry(card, language, onStep, goOn, true);
  else await goOn(await bridge.sign(card, inputs, language, onStep));
}
