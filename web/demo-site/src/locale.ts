import de from './locale/de.json' with { type: 'json' };
import en from './locale/en.json' with { type: 'json' };

/** A key is what the English catalogue has; a catalogue that lacks one does not compile. */
export type Key = keyof typeof en;
export type Language = 'en' | 'de';
export type Translate = (key: Key) => string;

const CATALOGUES: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { en, de };
export const LANGUAGES = ['en', 'de'] as const satisfies readonly Language[];

export function translator(language: Language): Translate {
  return (key) => CATALOGUES[language][key];
}

/** The same text in every language, as `purpose` wants it. */
export function inEveryLanguage(key: Key): Readonly<Record<Language, string>> {
  return { en: en[key], de: de[key] };
}

export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** `?lang=` first, then the browser's own order (RFC 9110 12.5.4), which is that of `navigator.languages`. */
export function chooseLanguage(wanted: string | null, acceptLanguage: string | undefined): Language {
  if (isLanguage(wanted)) return wanted;
  const preferred = (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().split(';');
      const quality = parameters.map((text) => text.trim()).find((text) => text.startsWith('q='));
      return { primary: tag.split('-')[0]?.toLowerCase(), quality: Number(quality?.slice(2) ?? 1) };
    })
    .sort((a, b) => b.quality - a.quality);
  for (const { primary, quality } of preferred) if (quality > 0 && isLanguage(primary)) return primary;
  return 'en';
}
