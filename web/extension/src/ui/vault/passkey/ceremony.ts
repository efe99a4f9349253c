/**
 * Asks an authenticator (WebAuthn Level 3): a passkey is made, or asked, and its PRF (§10.1.4) gives the 32 bytes that open
 * the vault. The relying party is left out, so it is the extension itself: no site can ask for these passkeys.
 */
import type { Unlocker } from '@hailstone/protocol/views';
import type { NewPasskey } from '@hailstone/protocol/wire';
import { decodeBase64url, encodeBase64url } from '../../../shared/base64url.js';
import { makeFault } from '../../../shared/fault.js';

const SALT_BYTES = 32;
/** COSE algorithms that every authenticator has one of: ES256, EdDSA, RS256. Nothing is ever signed for us. */
const ALGORITHMS = [-7, -8, -257];
/** An authenticator has another secret for those whom it has not verified, so it is always asked to verify. */
const VERIFIED = 'required';

/** Makes a passkey on an authenticator that has none of `known`. */
export async function makePasskey(label: string, known: readonly Unlocker[]): Promise<NewPasskey> {
  const prfSalt = random(SALT_BYTES);
  const made = await ceremony(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Hailstone' },
        user: { id: random(16), name: 'Hailstone', displayName: label },
        challenge: random(32),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'preferred', userVerification: VERIFIED },
        excludeCredentials: known.flatMap(({ passkey }) =>
          passkey === null ? [] : [credentialOf(partsOf(passkey).credential)],
        ),
        extensions: { prf: { eval: { first: prfSalt } } },
      },
    }),
  );
  const { prf } = made.getClientExtensionResults();
  if (prf?.enabled !== true) throw makeFault('passkey.no_prf', 'person');
  const credential = new Uint8Array(made.rawId);
  // Some authenticators give nothing yet while they make a passkey, and are asked once more.
  const output = prf.results === undefined ? await evaluate(credential, prfSalt) : taken(prf.results.first);
  return { label, credential: encodeBase64url(credential), prfSalt: encodeBase64url(prfSalt), output };
}

/** What the passkey of this unlocker gives, base64url. */
export async function askPasskey({ passkey }: Unlocker): Promise<string> {
  const { prfSalt, credential } = partsOf(passkey ?? '');
  return evaluate(credential, prfSalt);
}

async function evaluate(
  credential: Uint8Array<ArrayBuffer>,
  prfSalt: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const asked = await ceremony(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        allowCredentials: [credentialOf(credential)],
        userVerification: VERIFIED,
        extensions: { prf: { eval: { first: prfSalt } } },
      },
    }),
  );
  const results = asked.getClientExtensionResults().prf?.results;
  if (results === undefined) throw makeFault('passkey.no_prf', 'person');
  return taken(results.first);
}

async function ceremony(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const given = await ask();
    if (given instanceof PublicKeyCredential) return given;
  } catch (thrown) {
    throw faultFor(thrown instanceof DOMException ? thrown.name : '');
  }
  throw faultFor('');
}

/** The browser says the same of a passkey that is not there and of a person who says no, so that nobody learns which. */
function faultFor(name: string) {
  if (name === 'NotAllowedError' || name === 'AbortError') return makeFault('passkey.cancelled', 'person');
  if (name === 'InvalidStateError') return makeFault('passkey.already', 'person');
  return makeFault('passkey.unavailable', 'person');
}

/** As text, as messages need it; the bytes are wiped. */
function taken(output: BufferSource): string {
  const bytes =
    output instanceof ArrayBuffer
      ? new Uint8Array(output)
      : new Uint8Array(output.buffer, output.byteOffset, output.byteLength);
  const encoded = encodeBase64url(bytes);
  bytes.fill(0);
  return encoded;
}

function partsOf(passkey: string) {
  const bytes = decodeBase64url(passkey);
  return { prfSalt: bytes.slice(0, SALT_BYTES), credential: bytes.slice(SALT_BYTES) };
}

function credentialOf(id: Uint8Array<ArrayBuffer>): PublicKeyCredentialDescriptor {
  return { type: 'public-key', id };
}

function random(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}
