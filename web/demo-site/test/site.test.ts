import { deepStrictEqual, equal, match, ok } from 'node:assert/strict';
import { createServer, request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import type { CredentialRequestOptions } from '@hailstone/protocol/openid4vp';
import { answer, makeHolder } from '../../sdk/test/wallet.js';
import { chooseLanguage } from '../src/locale.js';
import { Sessions } from '../src/sessions.js';
import { createSite, type LogLine } from '../src/site.js';

const DATA = {
  person: { name: 'Ada <b>Lovelace</b>', birthdate: '1815-12-10' },
  contact: { email: 'ada@example.org' },
  address: {
    address: { street_address: '12 Square', locality: 'London', postal_code: 'SW1Y', country: 'GB' },
  },
};

const server = createServer();
const lines: LogLine[] = [];
let origin = '';
let clock = new Date();

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  ok(typeof address === 'object' && address !== null);
  origin = `http://127.0.0.1:${address.port}`;
  server.on('request', createSite({ origins: [origin], log: (line) => lines.push(line), now: () => clock }));
});

after(() => {
  server.close();
  server.closeAllConnections();
});

async function askFor(
  query = '',
): Promise<{ options: CredentialRequestOptions; cookie: string; set: string }> {
  const response = await fetch(`${origin}/options.json${query}`);
  equal(response.status, 200);
  const set = response.headers.get('set-cookie') ?? '';
  return {
    options: (await response.json()) as CredentialRequestOptions,
    cookie: set.split(';')[0] ?? '',
    set,
  };
}

async function post(body: unknown, cookie: string, headers: Record<string, string> = {}) {
  return await fetch(`${origin}/answer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, cookie, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

for (const query of ['', '?ask=person', '?ask=address', '?enc=X25519', '?ask=all&enc=X25519']) {
  test(`an honest answer is verified, shown and logged: ${query || 'no query'}`, async () => {
    const { options, cookie } = await askFor(query);
    const crv = options.digital.requests[0]?.data.client_metadata.jwks.keys[0]?.crv;
    equal(crv, query.includes('X25519') ? 'X25519' : 'P-256');
    const holder = makeHolder();
    const response = await post(await answer({ options, origin, data: DATA, holder }), cookie);
    equal(response.status, 200);
    const reply = (await response.json()) as { subject: string; given: Record<string, unknown> };
    equal(reply.subject, holder.did);
    const expected = query.includes('ask=person')
      ? { person: DATA.person }
      : query.includes('ask=address')
        ? { address: DATA.address.address }
        : { person: DATA.person, contact: DATA.contact, address: DATA.address.address };
    deepStrictEqual(reply.given, expected);
    const line = lines.at(-1);
    ok(line?.event === 'verified');
    equal(line.presentations.length, Object.keys(expected).length);
    for (const { raw } of line.presentations) match(raw, /^[\w-]+\.[\w-]+\.[\w-]+~/);
  });
}

test('an answer is verified once: the session is gone afterwards', async () => {
  const { options, cookie } = await askFor();
  const credential = await answer({ options, origin, data: DATA });
  equal((await post(credential, cookie)).status, 200);
  const second = await post(credential, cookie);
  equal(second.status, 400);
  equal(((await second.json()) as { error: { code: string } }).error.code, 'session.expired');
});

test('an answer after ten minutes is refused', async () => {
  const { options, cookie } = await askFor();
  const credential = await answer({ options, origin, data: DATA });
  clock = new Date(Date.now() + 601_000);
  const response = await post(credential, cookie);
  clock = new Date();
  equal(((await response.json()) as { error: { code: string } }).error.code, 'session.expired');
});

test('an answer made for another site is refused, and says so without values', async () => {
  const { options, cookie } = await askFor();
  const response = await post(await answer({ options, origin: 'https://evil.example', data: DATA }), cookie);
  equal(response.status, 400);
  const text = await response.text();
  equal(JSON.parse(text).error.code, 'token.audience_mismatch');
  ok(!text.includes('Ada'));
  deepStrictEqual(lines.at(-1), { event: 'refused', origin, code: 'token.audience_mismatch' });
});

test('a body that is not JSON is refused', async () => {
  const { cookie } = await askFor();
  const response = await post('not json', cookie);
  equal(((await response.json()) as { error: { code: string } }).error.code, 'response.malformed');
});

test('a post from another origin, of another type or too long is turned away', async () => {
  const { cookie } = await askFor();
  equal((await post({}, cookie, { origin: 'https://evil.example' })).status, 403);
  equal((await post({}, cookie, { 'content-type': 'text/plain' })).status, 415);
  equal((await post('x'.repeat(600_000), cookie)).status, 413);
});

test('the cookie is random, HttpOnly, SameSite=Strict and ends with the session', async () => {
  const [a, b] = [await askFor(), await askFor()];
  match(a.set, /^checkout=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=600$/);
  ok(a.cookie !== b.cookie);
});

test('another host is turned away', async () => {
  const status = await new Promise((resolve, reject) => {
    const outgoing = httpRequest(origin, { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
  equal(status, 421);
});

test('the page allows scripts of its own origin only', async () => {
  const response = await fetch(origin);
  match(response.headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'self';/);
  const text = await response.text();
  ok(!/<script(?![^>]*src="\/page\.js")/.test(text));
  ok(!/ on\w+=|style=/.test(text));
});

test('the page speaks English and German, by query and by browser', async () => {
  const page = async (query: string, accept: string) =>
    await (await fetch(`${origin}/${query}`, { headers: { 'accept-language': accept } })).text();
  match(await page('?lang=de', 'en'), /<html lang="de">[\s\S]*Aus meiner Wallet ausfüllen/);
  match(await page('', 'de-AT,de;q=0.9,en;q=0.8'), /<html lang="de">/);
  match(await page('', 'fr-FR,en;q=0.5'), /<html lang="en">[\s\S]*Fill in from my wallet/);
  match(await page('?lang=xx', 'fr'), /<html lang="en">/);
  equal(chooseLanguage(null, undefined), 'en');
  equal(chooseLanguage(null, 'en;q=0.1, de'), 'de');
  equal(chooseLanguage(null, 'de;q=0'), 'en');
});

test('files are served by name and nothing else is', async () => {
  equal((await fetch(`${origin}/page.js`)).headers.get('content-type'), 'text/javascript; charset=utf-8');
  for (const path of ['/server.js', '/../package.json', '/types', '/constructor']) {
    equal((await fetch(origin + path)).status, 404, path);
  }
  equal((await fetch(origin, { method: 'DELETE' })).status, 405);
});

test('sessions are limited: past the limit the oldest go, and ended ones first', () => {
  const sessions = new Sessions();
  const make = (expiresAt: number) =>
    ({ version: 1, nonce: '', key: {}, query: {}, createdAt: 0, expiresAt }) as never;
  const now = new Date(1_000_000);
  const ended = sessions.put(make(1000), new Date(0));
  const oldest = sessions.put(make(9999), now);
  equal(sessions.take(ended), undefined);
  for (let count = 0; count < 1000; count += 1) sessions.put(make(9999), now);
  equal(sessions.size, 1000);
  equal(sessions.take(oldest), undefined);
});
