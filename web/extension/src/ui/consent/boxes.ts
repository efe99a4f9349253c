/** Boxes that the core fills. */
import { html, noChange } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Part } from '../parts/common.js';

/** How the boxes are. */
export interface Boxes {
  readonly off: boolean;
  /** A choice is on its way: a box stays as it was clicked until the core has said what it holds. */
  readonly waiting: boolean;
}

export function held(value: boolean, { waiting }: Boxes) {
  return waiting ? noChange : live(value);
}

export function isChecked(event: Event): boolean {
  return (event.currentTarget as HTMLInputElement).checked;
}

export function claimWords(name: string, value: string): Part {
  return html`<span class="claim-words"><span class="claim-name">${name}</span>
    <span class="claim-value" dir="auto">${value}</span></span>`;
}
