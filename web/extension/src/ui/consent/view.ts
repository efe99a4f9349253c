/** The consent window: what a site asks for, and what would go. */
import type { Choice, Fault, LocalizedText, Proof, ProposalView } from '@hailstone/protocol/views';
import type { CardStep, ConsentEnd, ConsentView } from '@hailstone/protocol/wire';
import { html, nothing } from 'lit';
import type { Words } from '../i18n/words.js';
import { brand, busyView, faultView, type Part, siteName } from '../parts/common.js';
import { type UnlockActions, type UnlockState, unlockBusyText, unlockView } from '../parts/unlock.js';
import { groupView } from './group.js';
import { choicesView } from './issued.js';
import { groupsOf, sentCount } from './model.js';

export interface ConsentState {
  readonly words: Words;
  readonly view: ConsentView | null;
  /** Share does not take clicks yet. */
  readonly guarded: boolean;
  readonly sharing: boolean;
  /** What a card is at that signs for what is being shared. */
  readonly cardStep: CardStep | null;
  /** How many choices the core has not answered yet. What it would share is not what is shown until then. */
  readonly choosing: number;
  readonly fault: Fault | null;
  readonly unlock: UnlockState;
  /** Whether a card is in a reader, where that is looked at and can be told. */
  readonly hasCard: boolean | null;
}

export interface ConsentActions extends UnlockActions {
  choose(choice: Choice): void;
  /** Shares what is shown, which is this revision. */
  share(revision: number): void;
  refuse(): void;
  close(): void;
  openVault(): void;
}

type Proposed = Extract<ConsentView, { state: 'proposal' }>;

export function consentView(state: ConsentState, actions: ConsentActions): Part {
  const { words: w, view } = state;
  document.title = w.t('consent.title');
  return html`
    <header class="bar">${brand(html`<span class="name">Hailstone</span>`)}</header>
    ${view === null ? html`<main class="consent">${busyView(w.t('common.loading'))}${faultView(w, state.fault)}</main>` : body(state, view, actions)}`;
}

function body(state: ConsentState, view: ConsentView, actions: ConsentActions): Part {
  const { words: w } = state;
  switch (view.state) {
    case 'ended':
      return endedView(w, view.reason, actions);
    case 'invalid':
      return page(
        w,
        'invalid',
        html`${asks(w, view.origin)}${invalidView(w, view.code)}`,
        closeButton(w, actions),
      );
    case 'failed':
      return page(
        w,
        'failed',
        html`${asks(w, view.origin)}${faultView(w, view.fault)}`,
        closeButton(w, actions),
      );
    case 'no-vault':
      return page(
        w,
        'no-vault',
        html`${asks(w, view.origin)}${proofView(w, view.proof)}${purposeView(w, view.purpose)}
          <div class="notice"><p><strong>${w.t('consent.no-vault.what')}</strong></p><p>${w.t('consent.no-vault.next')}</p></div>`,
        html`${refuseButton(w, actions)}
          <button type="button" class="primary" data-testid="consent-open-vault" @click=${actions.openVault}>${w.t('consent.no-vault.open')}</button>`,
      );
    case 'locked':
      return page(
        w,
        'locked',
        html`${asks(w, view.origin)}${proofView(w, view.proof)}${purposeView(w, view.purpose)}
          <section class="card stack" aria-labelledby="unlock-heading">
            <h2 id="unlock-heading">${w.t('consent.locked.heading')}</h2>
            <p class="muted">${w.t('consent.locked.next')}</p>
            ${unlockView(w, view.status, state.unlock, actions, state.hasCard)}
          </section>`,
        refuseButton(w, actions),
      );
    case 'proposal':
      return view.proposal.state === 'nothing-matches'
        ? nothingMatches(state, view.proposal, actions)
        : proposalView(state, view, actions);
  }
}

function page(_w: Words, state: string, content: Part, buttons: Part): Part {
  return html`
    <main class="consent stack" data-testid="consent" data-state=${state}>${content}</main>
    <footer class="actions">${buttons}</footer>`;
}

function asks(w: Words, origin: string): Part {
  return html`
    <div class="asks">
      <p class="muted">${w.t('consent.asks')}</p>
      <h1 class="origin" data-testid="consent-origin" tabindex="-1">${siteName(origin)}</h1>
    </div>`;
}

/** What was proved about the site. Names are the certificate's, and are shown as such. */
function proofView(w: Words, proof: Proof): Part {
  return html`<p class=${proof.kind === 'unknown-signer' ? 'proof notice warn' : 'proof muted'} data-testid="consent-proof" data-proof=${proof.kind}>${proofText(w, proof)}</p>`;
}

function proofText(w: Words, proof: Proof): string {
  switch (proof.kind) {
    case 'address':
      return w.t('consent.proof.address');
    case 'certificate':
      return proof.authority === null
        ? w.t('consent.proof.certificate', { name: proof.name })
        : w.t('consent.proof.certificate-own', { name: proof.name, authority: proof.authority });
    case 'unknown-signer':
      return w.t('consent.proof.unknown-signer', { name: proof.name });
    case 'key':
      return w.t('consent.proof.key');
    case 'attested':
      return w.t('consent.proof.attested', { name: proof.name, authority: proof.authority });
  }
}

function purposeView(w: Words, purpose: readonly LocalizedText[]): Part {
  const said = w.choose(purpose);
  if (said === null)
    return html`<p class="muted" data-testid="consent-purpose">${w.t('consent.no-purpose')}</p>`;
  return html`
    <figure class="purpose">
      <figcaption>${w.t('consent.site-says')}</figcaption>
      <blockquote data-testid="consent-purpose" lang=${said.language || nothing} dir="auto">${said.text}</blockquote>
    </figure>`;
}

/** What is missing may be there, and not be readable. */
function damageView(w: Words, { whole }: ProposalView): Part {
  return whole
    ? nothing
    : html`<p class="notice warn" data-testid="consent-damaged">${w.t('consent.damaged')}</p>`;
}

function proposalView(state: ConsentState, { proposal, revision }: Proposed, actions: ConsentActions): Part {
  const { words: w, sharing } = state;
  const count = sentCount(proposal);
  const ready = proposal.state === 'ready';
  const boxes = { off: sharing, waiting: state.choosing > 0 };
  const off = !ready || state.guarded || boxes.waiting || sharing;
  return page(
    w,
    proposal.state,
    html`
      ${asks(w, proposal.origin)}${proofView(w, proposal.proof)}${purposeView(w, proposal.purpose)}${damageView(w, proposal)}
      <h2 class="section">${w.t('consent.would-go')}</h2>
      ${choicesView(w, proposal, boxes, actions)}
      ${groupsOf(proposal).map((group) => groupView(w, group, boxes, actions))}
      ${proposal.encrypted ? nothing : html`<div class="notice warn" data-testid="consent-not-encrypted"><p>${w.t('consent.not-encrypted')}</p></div>`}
      ${ready ? nothing : html`<p class="notice" role="status" data-testid="consent-incomplete">${w.t('consent.incomplete')}</p>`}
      ${faultView(w, state.fault)}
      ${busyView(sharing ? sharingText(w, state.cardStep) : null)}`,
    html`
      ${refuseButton(w, actions, sharing)}
      <button type="button" class="primary" data-testid="consent-share" aria-disabled=${off ? 'true' : 'false'}
        @click=${() => {
          if (!off) actions.share(revision);
        }}>
        ${ready ? w.t('consent.share', { count }) : w.t('consent.share.plain')}
      </button>`,
  );
}

function sharingText(w: Words, step: CardStep | null): string {
  return step === null ? w.t('consent.sharing') : unlockBusyText(w, step);
}

function nothingMatches({ words: w }: ConsentState, proposal: ProposalView, actions: ConsentActions): Part {
  return page(
    w,
    'nothing-matches',
    html`
      ${asks(w, proposal.origin)}${proofView(w, proposal.proof)}${purposeView(w, proposal.purpose)}${damageView(w, proposal)}
      <div class="notice" data-testid="consent-nothing-matches">
        <p><strong>${w.t('consent.nothing.what')}</strong></p>
        <p>${w.t('consent.nothing.next')}</p>
      </div>
      <button type="button" class="quiet" data-testid="consent-open-vault" @click=${actions.openVault}>${w.t('common.open-vault')}</button>`,
    closeButton(w, actions),
  );
}

function invalidView(w: Words, code: string): Part {
  const { what, next } = w.fault({ code, class: 'hostile' });
  return html`
    <div class="notice bad" role="alert" data-testid="consent-invalid" data-code=${code}>
      <p><strong>${w.t('consent.invalid')}</strong></p>
      <p>${what} ${next}</p>
      <p class="code">${code}</p>
    </div>`;
}

const ENDED = {
  shared: 'consent.ended.shared',
  refused: 'consent.ended.refused',
  aborted: 'consent.ended.aborted',
  interrupted: 'consent.ended.interrupted',
  unknown: 'consent.ended.unknown',
} as const satisfies Record<ConsentEnd, string>;

function endedView(w: Words, reason: ConsentEnd, actions: ConsentActions): Part {
  return page(
    w,
    'ended',
    html`
      <div class="ended" role="status" data-testid="consent-ended" data-reason=${reason}>
        <h1 tabindex="-1">${w.t('consent.ended.heading')}</h1>
        <p>${w.t(ENDED[reason])}</p>
      </div>`,
    closeButton(w, actions),
  );
}

function refuseButton(w: Words, actions: ConsentActions, off = false): Part {
  return html`<button type="button" data-testid="consent-refuse" ?disabled=${off} @click=${actions.refuse}>${w.t('consent.refuse')}</button>`;
}

function closeButton(w: Words, actions: ConsentActions): Part {
  return html`<button type="button" class="primary" data-testid="consent-close" @click=${actions.close}>${w.t('common.close')}</button>`;
}
