/** Credentials from issuers, listed and taken in. */
import type { HeldView } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import type { Words } from '../../i18n/words.js';
import {
  busyView,
  claimName,
  faultView,
  filePicker,
  issuerProof,
  labelTag,
  type Part,
} from '../../parts/common.js';
import type { CredentialActions, TakingState } from './actions.js';

const DONE = {
  added: 'credentials.done.added',
  known: 'credentials.done.known',
  key: 'credentials.done.key',
  removed: 'credentials.done.removed',
} as const;

export function credentialsView(
  w: Words,
  credentials: readonly HeldView[] | null,
  taking: TakingState,
  actions: CredentialActions,
): Part {
  if (credentials === null) return nothing;
  const done =
    taking.done === null
      ? nothing
      : html`<p class="notice good" data-testid="credentials-done" data-done=${taking.done}>${w.t(DONE[taking.done])}</p>`;
  return html`
    <section class="kind stack" aria-labelledby="credentials-heading" data-testid="credentials">
      <h2 id="credentials-heading">${w.t('credentials.heading')}</h2>
      <p class="muted">${w.t('credentials.intro')}</p>
      ${busyView(taking.busy ? w.t('credentials.busy') : null, done)}
      ${faultView(w, taking.fault)}
      ${
        credentials.length === 0
          ? html`<p class="muted">${w.t('credentials.none')}</p>`
          : html`<div class="records-grid">${credentials.map((one) => credentialView(w, one, taking, actions))}</div>`
      }
      ${addView(w, taking, actions)}${keyView(w, taking, actions)}
    </section>`;
}

function credentialView(w: Words, one: HeldView, { busy }: TakingState, actions: CredentialActions): Part {
  const { label, vct, says, key, card } = one;
  const title = vct ?? w.t('credentials.waiting');
  return html`
    <article class="card record" data-testid="credential" data-waiting=${vct === null ? 'yes' : 'no'}>
      <h3><span dir="auto">${title}</span> ${labelTag(w, label)}</h3>
      ${vct === null ? html`<p>${w.t('credentials.waiting.next')}</p>` : saysView(w, says)}
      ${card === null ? nothing : html`<p class="small" data-testid="credential-card">${w.t('credentials.card', { card })}</p>`}
      ${
        key === null
          ? nothing
          : html`<details ?open=${vct === null}><summary>${w.t('credentials.key.public')}</summary>
              <pre class="token" tabindex="0" data-testid="credential-key">${key}</pre></details>`
      }
      <button type="button" data-testid="credential-remove" aria-label=${w.t('credentials.remove.name', { name: label ?? title })}
        ?disabled=${busy} @click=${() => actions.remove(one)}>${w.t('credentials.remove')}</button>
    </article>`;
}

function saysView(w: Words, says: HeldView['says']): Part {
  if (says === null) return html`<p class="notice warn">${w.t('credentials.unreadable')}</p>`;
  return html`
    <p><span class="muted">${w.t('credentials.issuer')}:</span> <strong dir="auto" data-testid="credential-issuer">${says.issuer}</strong></p>
    <p class="small muted">${w.t(issuerProof(says.proof))}</p>
    ${says.until === null ? nothing : html`<p class="small muted">${w.t('credentials.until', { time: w.time(says.until) })}</p>`}
    ${says.valid ? nothing : html`<p class="notice warn">${w.t('credentials.invalid')}</p>`}
    <dl>${says.claims.map(
      ({ claim, value, open }) => html`
        <div>
          <dt>${claimName(w, claim)} <code>${claim}</code> ${open ? html`<span class="tag">${w.t('credentials.open')}</span>` : nothing}</dt>
          <dd dir="auto">${value}</dd>
        </div>`,
    )}</dl>`;
}

function addView(w: Words, { busy }: TakingState, actions: CredentialActions): Part {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const typed = (name: string): string => String(new FormData(form).get(name) ?? '');
    actions.receive({ token: typed('token'), key: typed('key'), label: typed('label') }, () => form.reset());
  };
  const fill = (token: string): void => {
    const area = document.querySelector<HTMLTextAreaElement>('#credential-token');
    if (area !== null) area.value = token;
  };
  return html`
    <details class="card" data-testid="credential-add">
      <summary>${w.t('credentials.add')}</summary>
      <form class="stack" @submit=${submit}>
        <label class="field">${w.t('credentials.add.token')}
          <textarea id="credential-token" name="token" rows="4" required spellcheck="false" autocomplete="off" data-testid="credential-token"></textarea></label>
        ${filePicker(w.t('credentials.add.file'), 'credential-file', busy, (file) => actions.read(file, fill))}
        <label class="field">${w.t('credentials.add.key')}
          <textarea name="key" rows="2" spellcheck="false" autocomplete="off" data-testid="credential-issuer-key"></textarea></label>
        <label class="field">${w.t('credentials.add.label')}
          <input name="label" maxlength="100" autocomplete="off" data-testid="credential-label" /></label>
        <div class="row"><button type="submit" class="primary" data-testid="credential-submit" ?disabled=${busy}>${w.t('credentials.add.submit')}</button></div>
      </form>
    </details>`;
}

function keyView(w: Words, { busy }: TakingState, actions: CredentialActions): Part {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    actions.makeKey(String(new FormData(form).get('label') ?? ''), () => form.reset());
  };
  return html`
    <details class="card" data-testid="credential-make-key">
      <summary>${w.t('credentials.key')}</summary>
      <form class="stack" @submit=${submit}>
        <p class="muted">${w.t('credentials.key.intro')}</p>
        <label class="field">${w.t('credentials.key.for')}
          <input name="label" maxlength="100" required autocomplete="off" data-testid="credential-key-label" /></label>
        <div class="row"><button type="submit" data-testid="credential-key-submit" ?disabled=${busy}>${w.t('credentials.key.submit')}</button></div>
      </form>
    </details>`;
}
