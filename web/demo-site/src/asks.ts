import type { RequestInput } from '@hailstone/site';
import { inEveryLanguage, type Key } from './locale.js';

/** The parts of a checkout that can be asked for, chosen by `?ask=`. */
export const ASKS = ['all', 'person', 'address'] as const;
export type AskName = (typeof ASKS)[number];

export function chooseAsk(text: string | null): AskName {
  return ASKS.find((name) => name === text) ?? 'all';
}

export interface Field {
  readonly type: 'person' | 'contact' | 'address';
  readonly claim: string;
  readonly label: Key;
  readonly optional: boolean;
  readonly autocomplete: string;
  readonly input: 'text' | 'date' | 'email' | 'tel';
}

/** What the shop wants to know: the form, the request and the table of what arrived are all made from this list. */
export const FIELDS = [
  field('person', 'name', 'claim.person.name', 'name'),
  field('person', 'birthdate', 'claim.person.birthdate', 'bday', { optional: true, input: 'date' }),
  field('contact', 'email', 'claim.contact.email', 'email', { input: 'email' }),
  field('contact', 'phone_number', 'claim.contact.phone_number', 'tel', { optional: true, input: 'tel' }),
  field('address', 'street_address', 'claim.address.street_address', 'street-address'),
  field('address', 'postal_code', 'claim.address.postal_code', 'postal-code'),
  field('address', 'locality', 'claim.address.locality', 'address-level2'),
  field('address', 'region', 'claim.address.region', 'address-level1', { optional: true }),
  field('address', 'country', 'claim.address.country', 'country'),
] as const satisfies readonly Field[];

function field<T extends Field['type'], const C extends string>(
  type: T,
  claim: C,
  label: Key,
  autocomplete: string,
  { optional = false, input = 'text' }: { optional?: boolean; input?: Field['input'] } = {},
) {
  return { type, claim, label, autocomplete, optional, input };
}

export function fieldsOf(ask: AskName): readonly Field[] {
  return ask === 'all' ? FIELDS : FIELDS.filter(({ type }) => type === ask);
}

/** The request as the SDK wants it. */
export function inputOf(ask: AskName, encryption: 'P-256' | 'X25519'): RequestInput {
  const person = { required: ['name'], optional: ['birthdate'] } as const;
  const contact = { required: ['email'], optional: ['phone_number'] } as const;
  const address = {
    required: ['street_address', 'postal_code', 'locality', 'country'],
    optional: ['region'],
  } as const;
  switch (ask) {
    case 'person':
      return { encryption, purpose: inEveryLanguage('purpose.person'), person };
    case 'address':
      return { encryption, purpose: inEveryLanguage('purpose.address'), address };
    case 'all':
      return {
        encryption,
        purpose: inEveryLanguage('purpose.all'),
        person: { ...person, purpose: inEveryLanguage('purpose.person') },
        contact: { ...contact, purpose: inEveryLanguage('purpose.contact') },
        address: { ...address, purpose: inEveryLanguage('purpose.address') },
      };
  }
}
