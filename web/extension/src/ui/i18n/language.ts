/** Which language: the person's choice, or the browser's. */
import type { Language } from '@hailstone/protocol/wire';
import { browserLanguage } from '../../platform/extension.js';
import { onSettingChanged, readSetting, writeSetting } from '../../platform/settings.js';
import { type Words, wordsIn } from './words.js';

export const LANGUAGE_CHOICES = ['auto', 'en', 'de'] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

const SETTING = 'language';

export interface Spoken {
  readonly choice: LanguageChoice;
  readonly words: Words;
}

export async function readLanguage(): Promise<Spoken> {
  return speak(parseChoice(await readSetting(SETTING)));
}

export async function writeLanguage(choice: LanguageChoice): Promise<void> {
  await writeSetting(SETTING, choice);
}

export function onLanguage(listener: (spoken: Spoken) => void): void {
  onSettingChanged((name, value) => {
    if (name === SETTING) listener(speak(parseChoice(value)));
  });
}

/** Also tells the document, for screen readers and hyphenation. */
function speak(choice: LanguageChoice): Spoken {
  const language: Language = choice === 'auto' ? languageOf(browserLanguage()) : choice;
  document.documentElement.lang = language;
  return { choice, words: wordsIn(language) };
}

function languageOf(tag: string): Language {
  return tag.toLowerCase().split('-')[0] === 'de' ? 'de' : 'en';
}

function parseChoice(value: unknown): LanguageChoice {
  return LANGUAGE_CHOICES.find((choice) => choice === value) ?? 'auto';
}
