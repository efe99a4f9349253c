import { deepStrictEqual, rejects } from 'node:assert/strict';
import { type RequestInput, request, type Session, type SiteErrorCode, verify } from '../src/index.js';
import {
  type Alterations,
  type AnswerInput,
  answer,
  type Credential,
  type Data,
  type IssuerDraft,
} from './wallet.js';

export const ORIGIN = 'https://shop.example';
/** Every test runs at this moment. Seconds since 1970. */
export const NOW = 1_800_000_000;

export const ADA: Data = {
  person: { name: 'Ada Lovelace', given_name: 'Ada', family_name: 'Lovelace', birthdate: '1815-12-10' },
  contact: { email: 'ada@example.org', phone_number: '+44 20 7946 0000' },
  address: {
    address: {
      street_address: '12 St James’s Square',
      locality: 'London',
      postal_code: 'SW1Y 4JH',
      country: 'GB',
    },
  },
};

export const SHOP: RequestInput = {
  purpose: { en: 'To deliver your parcel.', de: 'Um Ihr Paket zuzustellen.' },
  person: { required: ['name'], optional: ['birthdate'] },
  contact: { required: ['email'], optional: ['phone_number'] },
  address: ['street_address', 'locality', 'postal_code', 'country'],
  now: new Date(NOW * 1000),
};

export const NAME_ONLY: RequestInput = { purpose: 'A test.', person: ['name'], now: new Date(NOW * 1000) };

type WalletInput = Omit<Partial<AnswerInput>, 'options'>;

/** Request, answer and session in one; sessions go through JSON as they would in a store. */
export async function exchange(
  input: RequestInput,
  wallet: WalletInput = {},
): Promise<{ session: Session; credential: Credential }> {
  const { options, session } = await request(input);
  const sent = JSON.parse(JSON.stringify(options));
  deepStrictEqual(sent, options);
  const credential = await answer({ origin: ORIGIN, data: ADA, now: NOW, ...wallet, options: sent });
  return { session: JSON.parse(JSON.stringify(session)), credential };
}

export async function verified(input: RequestInput, wallet: WalletInput = {}) {
  const { session, credential } = await exchange(input, wallet);
  return await verify({ session, origin: ORIGIN, credential, now: at(NOW) });
}

/** The whole answer is refused, with this code. */
export async function refused(code: SiteErrorCode, wallet: WalletInput, input: RequestInput = NAME_ONLY) {
  await rejects(verified(input, wallet), { name: 'SiteError', code });
}

/** The person token of an otherwise honest answer is changed so. */
export async function refusedToken(code: SiteErrorCode, alter: Alterations) {
  await refused(code, { alter: { person: alter } });
}

export async function refusedIssuer(code: SiteErrorCode, issuer: (draft: IssuerDraft) => void) {
  await refusedToken(code, { issuer });
}

export function at(seconds: number): Date {
  return new Date(seconds * 1000);
}
