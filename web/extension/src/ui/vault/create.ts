/** First run: making the vault, with a passphrase, a passkey or a card. */
import type { CardView } from '@hailstone/protocol/wire';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Words } from '../i18n/words.js';
import { busyView, cardKey, cardNews, faultView, type Part, whyNotUsable } from '../parts/common.js';
import { HAS_PASSKEYS } from '../parts/passkey.js';
import { newPassphrase } from './new-passphrase.js';
import type { CreateState } from './state.js';

export interface CreateActions {
  chooseMeans(means: CreateState['means']): void;
  typed(passphrase: string): void;
  createWithPassphrase(passphrase: string, again: string): void;
  createWithPasskey(): void;
  lookForCards(): void;
  pickCard(card: CardView): void;
  createWithCard(card: CardView): void;
}

const BUSY_TEXT = {
  passphrase: 'create.busy',
  passkey: 'passkey.busy',
  looking: 'card.busy.looking',
  card: 'card.busy.asking',
  'pin-wanted': 'card.busy.pin',
  'card-working': 'card.busy.working',
} as const;

export function createView(w: Words, state: CreateState, actions: CreateActions): Part {
  const means = (name: CreateState['means']): Part => html`
    <label class="means">
      <input type="radio" name="means" value=${name} .checked=${state.means === name} ?disabled=${state.busy !== null}
        data-testid="create-means-${name}" @change=${() => actions.chooseMeans(name)} />
      <span><strong>${w.t(`create.means.${name}`)}</strong><span class="muted small">${w.t(`create.means.${name}.hint`)}</span></span>
    </label>`;
  return html`
    <section class="card narrow stack" aria-labelledby="create-heading">
      <h1 id="create-heading" tabindex="-1">${w.t('create.heading')}</h1>
      <p>${w.t('create.intro')}</p>
      <fieldset class="pick"><legend>${w.t('create.means')}</legend>${means('passphrase')}${HAS_PASSKEYS ? means('passkey') : nothing}${means('card')}</fieldset>
      ${FORMS[state.means](w, state, actions)}
      ${busyView(state.busy === null ? null : w.t(BUSY_TEXT[state.busy]), cardNews(w, state.news))}
      ${faultView(w, state.fault)}
    </section>`;
}

const FORMS = { passphrase: passphraseForm, passkey: passkeyForm, card: cardForm } as const;

function passkeyForm(w: Words, state: CreateState, actions: CreateActions): Part {
  return html`
    <div class="stack">
      <p class="muted">${w.t('create.passkey.intro')}</p>
      <p class="muted">${w.t('passkey.one-browser')}</p>
      <div class="notice warn"><p><strong>${w.t('create.passkey.no-way-back')}</strong></p><p>${w.t('create.passkey.no-way-back.next')}</p></div>
      <button type="button" class="primary wide" data-testid="create-passkey-submit" ?disabled=${state.busy !== null}
        @click=${actions.createWithPasskey}>${w.t('create.passkey.submit')}</button>
    </div>`;
}

function passphraseForm(w: Words, state: CreateState, actions: CreateActions): Part {
  const busy = state.busy !== null;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    actions.createWithPassphrase(String(data.get('passphrase') ?? ''), String(data.get('again') ?? ''));
  };
  return html`
    <form class="stack" @submit=${submit}>
      ${newPassphrase(w, state, busy, actions.typed)}
      <div class="notice warn"><p><strong>${w.t('create.no-way-back')}</strong></p><p>${w.t('create.no-way-back.next')}</p></div>
      <button type="submit" class="primary wide" data-testid="create-submit" ?disabled=${busy}>${w.t('create.submit')}</button>
    </form>`;
}

function cardForm(w: Words, state: CreateState, actions: CreateActions): Part {
  const { cards } = state;
  const busy = state.busy !== null;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const picked = new FormData(event.currentTarget as HTMLFormElement).get('card');
    const found = cards?.find(({ card }) => card === picked);
    if (found !== undefined) actions.createWithCard(found);
  };
  // A card that was picked and then taken out is not replaced by another one.
  const firstUsable = cards?.find(({ usable }) => usable)?.card;
  const picked = state.picked ?? firstUsable;
  return html`
    <form class="stack" @submit=${submit}>
      <p class="muted">${w.t('create.card.intro')}</p>
      ${cards !== null && cards.length === 0 ? html`<p class="notice" data-testid="create-no-card">${w.t('create.card.none')}</p>` : nothing}
      ${
        cards === null || cards.length === 0
          ? nothing
          : html`
            <fieldset class="pick"><legend>${w.t('create.card.which')}</legend>
              ${repeat(cards, cardKey, (view) => {
                const { card, name, reader, usable, pinTriesLeft } = view;
                return html`
                  <label class="means">
                    <input type="radio" name="card" value=${card} ?disabled=${!usable || busy} .checked=${live(card === picked)}
                      data-testid="create-card" required @change=${() => actions.pickCard(view)} />
                    <span><strong>${w.t('card.name', { name })}</strong>
                      <span class="muted small">${reader}</span>
                      ${usable ? nothing : html`<span class="small">${w.t(whyNotUsable(view))}</span>`}
                      ${pinTriesLeft === null ? nothing : html`<span class="muted small">${w.t('card.pin-tries', { count: pinTriesLeft })}</span>`}
                    </span>
                  </label>`;
              })}
            </fieldset>`
      }
      <div class="notice warn"><p><strong>${w.t('create.card.no-way-back')}</strong></p><p>${w.t('create.card.no-way-back.next')}</p></div>
      <button type="button" class=${firstUsable === undefined ? 'primary wide' : 'wide'} data-testid="create-look" ?disabled=${busy}
        @click=${actions.lookForCards}>${w.t(cards === null ? 'create.card.look' : 'create.card.look-again')}</button>
      ${
        firstUsable === undefined
          ? nothing
          : html`<button type="submit" class="primary wide" data-testid="create-card-submit" ?disabled=${busy}>${w.t('create.card.submit')}</button>`
      }
    </form>`;
}
