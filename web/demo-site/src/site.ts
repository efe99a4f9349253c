import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request, SiteError, type Verified, verify } from '@hailstone/site';
import type { AnswerReply } from './answer.js';
import { chooseAsk, inputOf } from './asks.js';
import { chooseLanguage } from './locale.js';
import { Sessions } from './sessions.js';
import { renderPage } from './view.js';

const MAX_BODY = 512 * 1024;
const COOKIE = 'checkout';

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'permissions-policy': 'digital-credentials-get=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

const FILES: Readonly<Record<string, string>> = {
  '/page.js': 'text/javascript; charset=utf-8',
  '/page.css': 'text/css; charset=utf-8',
  '/icon.svg': 'image/svg+xml',
};

/** One line about an answer, for a driver that watches the demonstration. */
export type LogLine =
  | ({ readonly event: 'verified'; readonly origin: string } & Verified)
  | { readonly event: 'refused'; readonly origin: string; readonly code: string };

export interface SiteInput {
  /** The origins that the site answers under. A request for any other host is turned away. */
  readonly origins: readonly string[];
  readonly log: (line: LogLine) => void;
  readonly now?: () => Date;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

class HttpError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/** The shop as one handler for `node:http`. */
export function createSite({ origins, log, now = () => new Date() }: SiteInput): Handler {
  const originByHost = new Map(origins.map((origin) => [new URL(origin).host, origin]));
  const sessions = new Sessions();

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = originByHost.get(message.headers.host ?? '');
    if (origin === undefined) throw new HttpError(421);
    const url = new URL(message.url ?? '/', origin);
    const { searchParams: query } = url;
    const ask = chooseAsk(query.get('ask'));
    const encryption = query.get('enc') === 'X25519' ? 'X25519' : 'P-256';

    switch (`${message.method} ${url.pathname}`) {
      case 'GET /': {
        const language = chooseLanguage(query.get('lang'), message.headers['accept-language']);
        return send(response, 200, 'text/html; charset=utf-8', renderPage({ language, ask, encryption }));
      }
      case 'GET /options.json': {
        const at = now();
        const { options, session } = await request({ ...inputOf(ask, encryption), now: at });
        const id = sessions.put(session, at);
        const secure = origin.startsWith('https:') ? '; Secure' : '';
        response.setHeader(
          'set-cookie',
          `${COOKIE}=${id}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${session.expiresAt - session.createdAt}${secure}`,
        );
        return sendJson(response, 200, options);
      }
      case 'POST /answer': {
        if (message.headers.origin !== origin) throw new HttpError(403);
        if (message.headers['content-type'] !== 'application/json') throw new HttpError(415);
        const reply = await answer(message, origin);
        return sendJson(response, 'error' in reply ? 400 : 200, reply);
      }
      case `GET ${url.pathname}`: {
        const type = FILES[url.pathname];
        if (type === undefined) throw new HttpError(404);
        return send(response, 200, type, readFileSync(new URL(`.${url.pathname}`, import.meta.url), 'utf8'));
      }
      default:
        throw new HttpError(405);
    }
  }

  async function answer(message: IncomingMessage, origin: string): Promise<AnswerReply> {
    try {
      const session = sessions.take(readCookie(message.headers.cookie));
      const credential = await readJson(message);
      if (session === undefined) throw new SiteError('session.expired');
      const verified = await verify({ session, origin, credential, now: now() });
      log({ event: 'verified', origin, ...verified });
      const { subject, presentations, ...given } = verified;
      return { subject, expiresAt: Math.min(...presentations.map(({ exp }) => exp)), given };
    } catch (error) {
      if (!(error instanceof SiteError)) throw error;
      log({ event: 'refused', origin, code: error.code });
      return { error: error.toJSON() };
    }
  }

  return async (message, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    try {
      await handle(message, response);
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      send(response, status, 'text/plain; charset=utf-8', `${status}\n`);
    }
  };
}

function readCookie(header: string | undefined): string {
  for (const pair of (header ?? '').split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === COOKIE) return value ?? '';
  }
  return '';
}

async function readJson(message: IncomingMessage): Promise<unknown> {
  const decoder = new TextDecoder();
  let length = 0;
  let text = '';
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > MAX_BODY) throw new HttpError(413);
    text += decoder.decode(chunk, { stream: true });
  }
  try {
    return JSON.parse(text + decoder.decode());
  } catch {
    throw new SiteError('response.malformed');
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json', JSON.stringify(value));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
