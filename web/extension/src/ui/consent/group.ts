/** One credential of the proposal: its group box, the record it comes from, its claims. */
import type { Choice } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import type { Words } from '../i18n/words.js';
import { claimName, labelTag, type Part, typeName } from '../parts/common.js';
import { type Boxes, claimWords, held, isChecked } from './boxes.js';
import { answersView, issuedView } from './issued.js';
import type { ClaimRow, Group, RecordChoice } from './model.js';

interface Chooses {
  choose(choice: Choice): void;
}

export function groupView(w: Words, { credential, slots }: Group, boxes: Boxes, actions: Chooses): Part {
  const { id, required, included, satisfied } = credential;
  const title = typeName(w, credential.vct);
  const purpose = w.choose(credential.purpose);
  const heading = `group-${id}`;
  return html`
    <section class="card group" aria-labelledby=${heading} data-testid="consent-group-${id}">
      <div class="group-head">
        <h3 id=${heading}>${title}</h3>
        ${
          required
            ? html`<span class="tag">${w.t('consent.required')}</span>`
            : html`
              <label class="tick">
                <input type="checkbox" data-testid="consent-include-${id}" .checked=${held(included, boxes)} ?disabled=${boxes.off || !satisfied}
                  @change=${(event: Event) => actions.choose({ type: 'include', credential: id, included: isChecked(event) })} />
                ${w.t('consent.include')}<span class="hidden">: ${title}</span>
              </label>`
        }
      </div>
      ${
        purpose === null
          ? nothing
          : html`<p class="small"><span class="muted">${w.t('consent.site-says')}</span>
              <q lang=${purpose.language || nothing} dir="auto">${purpose.text}</q></p>`
      }
      ${satisfied ? nothing : html`<p class="small muted">${w.t('consent.group-missing')}</p>`}
      ${satisfied && !included ? html`<p class="small muted">${w.t('consent.stays')}</p>` : nothing}
      ${answersView(w, credential, boxes, actions)}
      ${issuedView(w, credential, boxes, actions)}
      ${slots.map(
        (slot) => html`
          ${slot.choice === null ? nothing : recordView(w, slot.choice, boxes, actions)}
          ${slot.claims.length === 0 ? nothing : html`<ul class="claims">${slot.claims.map((claim) => claimView(w, claim, boxes, actions))}</ul>`}`,
      )}
    </section>`;
}

function claimView(w: Words, row: ClaimRow, boxes: Boxes, actions: Chooses): Part {
  const { claim, credential, value, required, ticked, sent } = row;
  const words = claimWords(claimName(w, claim), value);
  return html`
    <li class=${sent ? 'claim' : 'claim off'} data-testid="consent-claim-${claim}" data-sent=${sent ? 'yes' : 'no'}>
      ${
        required
          ? html`<span class="dot" aria-hidden="true"></span>${words}`
          : html`
            <label class="tick">
              <input type="checkbox" data-testid="consent-tick-${claim}" .checked=${held(ticked, boxes)} ?disabled=${boxes.off}
                @change=${(event: Event) => actions.choose({ type: 'tick', credential, claim, ticked: isChecked(event) })} />
              ${words}<span class="tag">${w.t('consent.optional')}</span>
            </label>`
      }
    </li>`;
}

const WHICH = {
  person: 'consent.which.person',
  email: 'consent.which.email',
  phone: 'consent.which.phone',
  address: 'consent.which.address',
} as const;

function recordView(
  w: Words,
  { kind, chosen, alternatives, credential, slot }: RecordChoice,
  boxes: Boxes,
  actions: Chooses,
): Part {
  return html`
    <fieldset class="records" data-testid="consent-record-${kind}" ?disabled=${boxes.off}>
      <legend>${w.t(WHICH[kind])}</legend>
      ${alternatives.map(
        ({ id, title, label }) => html`
          <label class="tick">
            <input type="radio" name="record-${credential}-${slot}" value=${id} data-record=${id} .checked=${held(id === chosen, boxes)}
              @change=${() => actions.choose({ type: 'record', credential, slot, record: id })} />
            <span dir="auto">${title}</span>${labelTag(w, label)}
          </label>`,
      )}
    </fieldset>`;
}
