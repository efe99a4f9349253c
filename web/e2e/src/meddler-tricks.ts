/** What somebody between the browser and the bridge can be told to do with what a card says. */
export const TRICKS = ['flip', 'lose', 'repeat', 'swap', 'hold'] as const;

/**
 * `flip`: a bit of every answer of the card, and of every signature, is another one; `lose`: the card's answers are empty; `repeat`: the first answer comes
 * again and again; `swap`: what comes is an answer of an earlier channel; `hold`: nobody is asked for the PIN,
 * and no copy is written, before the trick is another one.
 */
export type Trick = (typeof TRICKS)[number] | 'none';

/** Holds the trick of the moment. */
export const TRICK_FILE = 'trick';
/** Holds everything that passed, a message in each line. */
export const PASSED_FILE = 'passed';

export interface Passed {
  readonly to: 'bridge' | 'browser';
  readonly message: { readonly [member: string]: unknown };
}
