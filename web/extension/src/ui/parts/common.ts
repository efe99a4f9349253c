import type { Fault, IssuerProof } from '@hailstone/protocol/views';
import type { CardView } from '@hailstone/protocol/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../i18n/words.js';

export type Part = TemplateResult | typeof nothing;

export function faultView(w: Words, fault: Fault | null): Part {
  if (fault === null) return nothing;
  const { what, next } = w.fault(fault);
  return html`
    <div class="notice bad" role="alert" data-testid="fault" data-code=${fault.code}>
      <p><strong>${what}</strong></p>
      <p>${next}</p>
      <p class="code">${fault.code}</p>
    </div>`;
}

/**
 * Says what is going on, or what came of it. The region is always there, so that screen readers notice what changes in
 * it.
 */
export function busyView(text: string | null, done: Part = nothing): Part {
  return html`
    <div class="busy" role="status" data-testid="busy" data-busy=${text === null ? 'no' : 'yes'}>
      ${text === null ? done : html`<span class="spinner" aria-hidden="true"></span><span>${text}</span>`}
    </div>`;
}

/** A list that changes under the person's hands keeps choice and focus at the card that they were at. */
export function cardKey({ reader, card }: CardView): string {
  return `${reader}\n${card}`;
}

/** Why a vault cannot be opened with it. */
export function whyNotUsable({ application }: CardView): 'create.card.not-noted' | 'create.card.no-key' {
  return application === 'hailstone' ? 'create.card.not-noted' : 'create.card.no-key';
}

/** How many cards are there after some were put in or taken out, for those who do not see the list; `null`: nothing to tell. */
export function cardNews(w: Words, count: number | null): Part {
  if (count === null) return nothing;
  const text = count === 0 ? w.t('card.news.none') : w.t('card.news', { count });
  return html`<span class="unseen" data-testid="card-news" data-count=${count}>${text}</span>`;
}

/** A file that the person picks; the same one can be picked again after it was changed. */
export function filePicker(
  label: string,
  testId: string,
  disabled: boolean,
  picked: (file: File) => void,
): Part {
  const changed = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (file !== undefined) picked(file);
  };
  return html`
    <label class="field">${label}
      <input type="file" data-testid=${testId} ?disabled=${disabled} @change=${changed} />
    </label>`;
}

export function brand(heading: TemplateResult | string): Part {
  return html`<span class="brand"><img src="icons/hailstone.svg" alt="" width="28" height="28" />${heading}</span>`;
}

/** The site as a person reads it: `https` goes without saying, `http` does not. */
export function siteName(origin: string): string {
  return origin.startsWith('https://') ? origin.slice('https://'.length) : origin;
}

/** Our own types have names for people. Another one is shown as it is, however much it looks like one of ours. */
export function typeName(w: Words, vct: string): string {
  const [, type] = /^urn:hailstone:([a-z-]+):1$/.exec(vct) ?? [];
  return type === undefined ? vct : w.maybe(`type.${type}`, vct);
}

const ISSUER_PROOF = {
  key: 'credentials.proof.key',
  did: 'credentials.proof.did',
  certificate: 'credentials.proof.certificate',
} as const;

/** What is known about who issued a credential. */
export function issuerProof(proof: IssuerProof): (typeof ISSUER_PROOF)[IssuerProof] {
  return ISSUER_PROOF[proof];
}

export function claimName(w: Words, claim: string): string {
  return w.maybe(`claim.${claim}`, claim);
}

/** The person's own word for a record; the two that address books use everywhere are said in their language. */
export function labelTag(w: Words, label: string | null | undefined): Part {
  return label ? html`<span class="tag">${w.maybe(`label.${label.toLowerCase()}`, label)}</span>` : nothing;
}
