/** The words of one language, as the screens use them. */
import type { Fault, LocalizedText } from '@hailstone/protocol/views';
import type { Language } from '@hailstone/protocol/wire';
import { de } from './de.js';
import { en } from './en.js';
import { faultsDe } from './faults-de.js';
import { faultsEn } from './faults-en.js';
import { format, type Params } from './format.js';

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string>>;
export type FaultKey = keyof typeof faultsEn;
/** What happened, and what to do about it. */
export interface FaultWords {
  readonly what: string;
  readonly next: string;
}
export type FaultCatalogue = Readonly<Record<FaultKey, FaultWords>>;

export interface Words {
  readonly language: Language;
  t(key: MessageKey, params?: Params): string;
  /** For a key that is put together from a value that may be unknown; `otherwise` is shown then. */
  maybe(key: string, otherwise: string): string;
  fault(fault: Pick<Fault, 'code' | 'class' | 'typed'> & { readonly triesLeft?: number | null }): FaultWords;
  time(unixSeconds: number): string;
  /** The site's sentence in the person's language, or in whichever the site has. */
  choose(texts: readonly LocalizedText[]): LocalizedText | null;
}

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, de };
const FAULTS: Readonly<Record<Language, FaultCatalogue>> = { en: faultsEn, de: faultsDe };

export function wordsIn(language: Language): Words {
  const catalogue = CATALOGUES[language];
  const faults = FAULTS[language];
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    language,
    t: (key, params = {}) => format(catalogue[key], params, language),
    maybe: (key, otherwise) => (Object.hasOwn(catalogue, key) ? catalogue[key as MessageKey] : otherwise),
    fault: ({ code, class: faultClass, triesLeft, typed }) => {
      const key = Object.hasOwn(faults, code) ? code : `class.${faultClass}`;
      const { what, next } = faults[key as FaultKey];
      const tries = triesLeft ?? null;
      const params = { code, count: tries ?? 0 };
      const left = tries === null ? '' : ` ${format(catalogue['tries.left'], params, language)}`;
      const place = typed === undefined ? null : placeKey(typed);
      const where =
        place === null ? '' : ` ${format(catalogue[place], { ...typed, word: typed?.word ?? 0 }, language)}`;
      return { what: format(what, params, language) + left + where, next: format(next, params, language) };
    },
    time: (unixSeconds) => dates.format(new Date(unixSeconds * 1000)),
    choose: (texts) =>
      texts.find((one) => one.language.toLowerCase().split('-')[0] === language) ??
      texts.find((one) => one.language === '') ??
      texts.find((one) => one.language.toLowerCase().split('-')[0] === 'en') ??
      texts[0] ??
      null,
  };
}

/** Where it is in what was typed from paper, as far as that says anything. */
function placeKey({ paper, word }: NonNullable<Fault['typed']>): MessageKey | null {
  if (word !== null) return paper === 1 ? 'paper.fault.word' : 'paper.fault.word-of-share';
  return paper === 1 ? null : 'paper.fault.share';
}
