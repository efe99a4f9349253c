import { type AskName, FIELDS, type Field, fieldsOf } from './asks.js';
import { type Html, html } from './html.js';
import { LANGUAGES, type Language, type Translate, translator } from './locale.js';

export interface PageInput {
  readonly language: Language;
  readonly ask: AskName;
  readonly encryption: 'P-256' | 'X25519';
}

/** The checkout. The page script finds its parts by id. */
export function renderPage({ language, ask, encryption }: PageInput): string {
  const t = translator(language);
  const link = (to: Language) => `?${new URLSearchParams({ lang: to, ask, enc: encryption })}`;
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${t('page.title')}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body data-ask="${ask}" data-enc="${encryption}">
<a class="skip" href="#main">${t('page.skip')}</a>
<header class="bar">
<p class="brand"><img src="/icon.svg" alt="" width="28" height="28"> Heron Parcels</p>
<nav aria-label="${t('language.label')}">${LANGUAGES.map((to) =>
    to === language
      ? html`<a href="${link(to)}" lang="${to}" hreflang="${to}" aria-current="true">${to.toUpperCase()}</a>`
      : html`<a href="${link(to)}" lang="${to}" hreflang="${to}">${to.toUpperCase()}</a>`,
  )}</nav>
</header>
<main id="main">
<h1>${t('heading')}</h1>
<div class="columns">
<div class="steps">
${renderWallet(t, fieldsOf(ask))}
<section id="error" class="card problem" role="alert" hidden></section>
<section id="received" class="card" aria-labelledby="received-heading" hidden></section>
${renderForm(t)}
</div>
${renderOrder(t)}
</div>
</main>
<footer><p>${t('page.demo')}</p></footer>
</body>
</html>
`;
  return page.text;
}

function renderWallet(t: Translate, fields: readonly Field[]): Html {
  return html`<section class="card wallet" aria-labelledby="wallet-heading">
<h2 id="wallet-heading">${t('wallet.heading')}</h2>
<p>${t('wallet.text')}</p>
<h3>${t('wallet.asked')}</h3>
<ul class="chips">${fields.map(
    (field) =>
      html`<li>${t(field.label)}${field.optional ? html` <small>${t('form.optional')}</small>` : ''}</li>`,
  )}</ul>
<p><button id="wallet-button" type="button" class="primary">${t('wallet.button')}</button></p>
<p id="status" role="status"></p>
</section>`;
}

function renderForm(t: Translate): Html {
  const group = (type: Field['type'], legend: string) => html`<fieldset>
<legend>${legend}</legend>
<div class="fields">${FIELDS.filter((field) => field.type === type).map((field) => renderField(t, field))}</div>
</fieldset>`;
  return html`<form id="form" class="card" aria-labelledby="form-heading">
<h2 id="form-heading">${t('form.heading')}</h2>
${group('person', t('form.you'))}
${group('contact', t('form.contact'))}
${group('address', t('form.address'))}
<p><button type="submit" class="secondary">${t('form.submit')}</button></p>
<p id="form-status" role="status"></p>
</form>`;
}

function renderField(t: Translate, { type, claim, label, optional, autocomplete, input }: Field): Html {
  const id = `${type}.${claim}`;
  const hint = optional ? html` <small>${t('form.optional')}</small>` : '';
  const control =
    claim === 'street_address'
      ? html`<textarea id="${id}" name="${id}" rows="2" autocomplete="${autocomplete}" required></textarea>`
      : optional
        ? html`<input id="${id}" name="${id}" type="${input}" autocomplete="${autocomplete}">`
        : html`<input id="${id}" name="${id}" type="${input}" autocomplete="${autocomplete}" required>`;
  return html`<div class="field ${claim}"><label for="${id}">${t(label)}${hint}</label>${control}</div>`;
}

function renderOrder(t: Translate): Html {
  return html`<aside class="card order" aria-labelledby="order-heading">
<h2 id="order-heading">${t('order.heading')}</h2>
<dl>
<div><dt>${t('order.item')}</dt><dd>${t('order.price')}</dd></div>
<div><dt>${t('order.delivery')}</dt><dd>${t('order.included')}</dd></div>
<div class="total"><dt>${t('order.total')}</dt><dd>${t('order.price')}</dd></div>
</dl>
</aside>`;
}
