/** What issuers say, in the consent window: which credential, who issued it, what of it would go. */
import type { Choice, CredentialView, IssuedView, ProposalView } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import type { Words } from '../i18n/words.js';
import { claimName, issuerProof, labelTag, type Part, typeName } from '../parts/common.js';
import { type Boxes, claimWords, held, isChecked } from './boxes.js';

interface Chooses {
  choose(choice: Choice): void;
}

/** Of several answers to one query, which; where the site takes several, any of them. */
export function answersView(w: Words, credential: CredentialView, boxes: Boxes, actions: Chooses): Part {
  const { id, own, issued, multiple } = credential;
  if (issued.length + (own === null ? 0 : 1) < 2) return nothing;
  const answer = (record: string | null, chosen: boolean, words: Part): Part => html`
    <label class="tick">
      <input type=${multiple ? 'checkbox' : 'radio'} name="answer-${id}" data-record=${record ?? 'own'} .checked=${held(chosen, boxes)}
        @change=${(event: Event) => actions.choose({ type: 'answer', credential: id, record, chosen: isChecked(event) })} />
      <span>${words}</span>
    </label>`;
  return html`
    <fieldset class="records" data-testid="consent-answers-${id}" ?disabled=${boxes.off}>
      <legend>${w.t(multiple ? 'consent.which.answers' : 'consent.which.answer')}</legend>
      ${own === null ? nothing : answer(null, own, html`${w.t('consent.own')}`)}
      ${issued.map((one) => answer(one.record, one.chosen, html`<span dir="auto">${typeName(w, one.vct)}</span>, ${by(w, one)} ${labelTag(w, one.label)}`))}
    </fieldset>`;
}

/** Each credential that is taken, by itself. */
export function issuedView(w: Words, credential: CredentialView, boxes: Boxes, actions: Chooses): Part {
  return html`${credential.issued
    .filter(({ chosen }) => chosen)
    .map((one) => oneView(w, credential, one, boxes, actions))}`;
}

function oneView(
  w: Words,
  { id, included }: CredentialView,
  one: IssuedView,
  boxes: Boxes,
  actions: Chooses,
): Part {
  const { record, proof, until, card, claims, open, satisfied } = one;
  return html`
    <div class="issued stack" data-testid="consent-issued-${id}" data-record=${record}>
      <p data-testid="consent-issuer"><strong dir="auto">${by(w, one)}</strong> ${labelTag(w, one.label)}</p>
      <p class="small muted">${w.t(issuerProof(proof))}
        ${until === null ? nothing : w.t('credentials.until', { time: w.time(until) })}</p>
      ${card === null ? nothing : html`<p class="small" data-testid="consent-card">${w.t('consent.card-signs', { card })}</p>`}
      ${satisfied ? nothing : html`<p class="small muted">${w.t('consent.group-missing')}</p>`}
      ${
        claims.length + open.length === 0
          ? nothing
          : html`<ul class="claims">${claims.map(
              (row) => html`
              <li class=${row.sent ? 'claim' : 'claim off'} data-testid="consent-claim-${row.claim}" data-sent=${row.sent ? 'yes' : 'no'}>
                ${
                  row.required
                    ? html`<span class="dot" aria-hidden="true"></span>${claimWords(claimName(w, row.claim), row.value)}`
                    : html`<label class="tick">
                        <input type="checkbox" data-testid="consent-tick-${row.claim}" .checked=${held(row.ticked, boxes)} ?disabled=${boxes.off}
                          @change=${(event: Event) => actions.choose({ type: 'tick-issued', credential: id, record, claim: row.claim, ticked: isChecked(event) })} />
                        ${claimWords(claimName(w, row.claim), row.value)}<span class="tag">${w.t('consent.optional')}</span>
                      </label>`
                }
              </li>`,
            )}${open.map(
              ({ claim, value }) => html`
              <li class=${included ? 'claim' : 'claim off'} data-testid="consent-claim-${claim}" data-sent=${included ? 'yes' : 'no'}>
                <span class="dot" aria-hidden="true"></span>${claimWords(claimName(w, claim), value)}<span class="tag">${w.t('consent.goes-along')}</span>
              </li>`,
            )}</ul>`
      }
    </div>`;
}

/** Where any of several combinations is enough, which. */
export function choicesView(w: Words, { choices }: ProposalView, boxes: Boxes, actions: Chooses): Part {
  return html`${choices.map(
    ({ set, options }) => html`
      <fieldset class="records card" data-testid="consent-choice-${set}" ?disabled=${boxes.off}>
        <legend>${w.t('consent.choices')}</legend>
        ${options.map(
          ({ option, chosen, types }) => html`
            <label class="tick">
              <input type="radio" name="choice-${set}" data-option=${option} .checked=${held(chosen, boxes)}
                @change=${() => actions.choose({ type: 'option', set, option })} />
              <span dir="auto">${types.map((type) => typeName(w, type)).join(' + ')}</span>
            </label>`,
        )}
      </fieldset>`,
  )}`;
}

function by(w: Words, { issuer }: IssuedView): string {
  return issuer === '' ? w.t('consent.issued.nameless') : w.t('consent.issued', { issuer });
}
