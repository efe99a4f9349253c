import { ask, SiteError } from '@hailstone/site/page';
import type { AnswerReply } from '../answer.js';
import { chooseAsk, type Field, fieldsOf } from '../asks.js';
import { isLanguage, type Key, translator } from '../locale.js';

const { lang } = document.documentElement;
const t = translator(isLanguage(lang) ? lang : 'en');
const { dataset } = document.body;
const fields = fieldsOf(chooseAsk(dataset.ask ?? null));

const button = byId('wallet-button', HTMLButtonElement);
const status = byId('status', HTMLElement);
const problem = byId('error', HTMLElement);
const received = byId('received', HTMLElement);
const form = byId('form', HTMLFormElement);

button.addEventListener('click', fillIn);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  byId('form-status', HTMLElement).textContent = t('form.submitted');
});

type Given = Extract<AnswerReply, { subject: string }>;

async function fillIn(): Promise<void> {
  button.disabled = true;
  problem.hidden = true;
  problem.replaceChildren();
  status.textContent = t('wallet.waiting');
  try {
    const query = new URLSearchParams({ ask: dataset.ask ?? 'all', enc: dataset.enc ?? 'P-256' });
    const options = await (await fetch(`/options.json?${query}`)).json();
    const answer = await ask(options);
    status.textContent = t('wallet.checking');
    const response = await fetch('/answer', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
    });
    const reply: AnswerReply = await response.json();
    if ('error' in reply) showProblem(reply.error.code);
    else show(reply);
  } catch (error) {
    showProblem(error instanceof SiteError ? error.code : 'network');
  } finally {
    button.disabled = false;
  }
}

function show(reply: Given): void {
  for (const { type, claim } of fields) {
    const control = document.getElementById(`${type}.${claim}`);
    const value = reply.given[type]?.[claim];
    if (value === undefined) continue;
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.value = value;
  }
  const heading = element('h2', { id: 'received-heading', tabIndex: -1 }, t('received.heading'));
  received.replaceChildren(heading, element('p', {}, t('received.text')), makeTable(reply), makeFacts(reply));
  received.dataset.subject = reply.subject;
  received.hidden = false;
  button.textContent = t('wallet.again');
  status.textContent = t('wallet.done');
  heading.focus();
}

function makeTable({ given }: Given): HTMLElement {
  const groups = (['person', 'contact', 'address'] as const).flatMap((type) => {
    const rows = fields.filter((field) => field.type === type).map((field) => makeRow(field, given));
    if (rows.length === 0) return [];
    const title = element('th', { scope: 'rowgroup', colSpan: 2 }, t(`received.${type}`));
    return [element('tbody', {}, element('tr', { className: 'group' }, title), ...rows)];
  });
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, t('received.what')),
    element('th', { scope: 'col' }, t('received.value')),
  );
  return element(
    'table',
    {},
    element('caption', {}, t('received.caption')),
    element('thead', {}, head),
    ...groups,
  );
}

function makeRow({ type, claim, label }: Field, given: Given['given']): HTMLElement {
  const value = given[type]?.[claim];
  const cell =
    value === undefined
      ? element('td', { className: 'none' }, t('received.none'))
      : element('td', {}, type === 'person' && claim === 'birthdate' ? showDate(value) : value);
  const row = element('tr', {}, element('th', { scope: 'row' }, t(label)), cell);
  row.dataset.claim = `${type}.${claim}`;
  if (value !== undefined) row.dataset.value = value;
  return row;
}

function makeFacts({ subject, expiresAt }: Given): HTMLElement {
  const until = new Intl.DateTimeFormat(lang, { timeStyle: 'medium' }).format(new Date(expiresAt * 1000));
  return element(
    'dl',
    { className: 'facts' },
    element('dt', {}, t('received.subject')),
    element(
      'dd',
      {},
      element('code', { id: 'subject' }, abbreviate(subject)),
      element('p', {}, t('received.subject.text')),
      element(
        'details',
        {},
        element('summary', {}, t('received.full')),
        element('code', { className: 'full' }, subject),
      ),
    ),
    element('dt', {}, t('received.until')),
    element('dd', {}, until),
  );
}

const PROBLEMS: Readonly<Record<string, 'refused' | 'no_wallet' | 'retry'>> = {
  'site.refused': 'refused',
  'site.no_wallet': 'no_wallet',
  'site.aborted': 'retry',
  'site.blocked': 'retry',
  'site.browser_error': 'retry',
  'session.expired': 'retry',
  network: 'retry',
};

function showProblem(code: string): void {
  const kind = PROBLEMS[code] ?? 'verify';
  const heading: Key = `error.${kind}.heading`;
  const text: Key = `error.${kind}.text`;
  status.textContent = '';
  received.hidden = true;
  problem.dataset.code = code;
  problem.replaceChildren(
    element('h2', {}, t(heading)),
    element('p', {}, t(text)),
    element('p', { className: 'code' }, `${t('error.code')}: `, element('code', {}, code)),
  );
  problem.hidden = false;
}

/** The ends differ from person to person; the middle of a did:jwk is long and says nothing to a reader. */
function abbreviate(did: string): string {
  return did.length <= 40 ? did : `${did.slice(0, 20)}…${did.slice(-12)}`;
}

/** A full date in the reader's own way of writing it; OpenID Connect also allows a year alone. */
function showDate(value: string): string {
  const date = new Date(`${value}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`#${id} is missing`);
  return found;
}
