/** Authorities that the person trusts to say who a site is: listed, added from a file, removed. */
import type { Fault } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import { readSetting, writeSetting } from '../../platform/settings.js';
import {
  AUTHORITIES_SETTING,
  type Authority,
  authoritiesOf,
  MAX_AUTHORITIES,
} from '../../shared/authorities.js';
import { encodeBase64url } from '../../shared/base64url.js';
import { faultOf, makeFault } from '../../shared/fault.js';
import type { Words } from '../i18n/words.js';
import { faultView, filePicker, type Part } from '../parts/common.js';
import { loadTrust } from '../trust.js';

/** A certificate has one or two thousand bytes. */
const MAX_FILE = 64 * 1024;

export interface AuthoritiesState {
  readonly fault: Fault | null;
  /** The name of the one that was just added. */
  readonly added: string | null;
}

export const AUTHORITIES_START: AuthoritiesState = { fault: null, added: null };

export interface AuthoritiesActions {
  add(file: File): void;
  remove(authority: Authority): void;
}

export function authoritiesActions(set: (state: AuthoritiesState) => void): AuthoritiesActions {
  const change = async (
    work: (known: readonly Authority[]) => Promise<readonly Authority[]>,
  ): Promise<void> => {
    const known = authoritiesOf(await readSetting(AUTHORITIES_SETTING));
    await writeSetting(AUTHORITIES_SETTING, JSON.stringify(await work(known)));
  };
  return {
    add: (file) =>
      void (async () => {
        try {
          const authority = await read(file);
          await change(async (known) => {
            const others = known.filter(({ certificate }) => certificate !== authority.certificate);
            if (others.length >= MAX_AUTHORITIES) throw makeFault('certificate.too_many', 'person');
            return [...others, authority];
          });
          set({ fault: null, added: authority.name });
        } catch (thrown) {
          set({ fault: faultOf(thrown), added: null });
        }
      })(),
    remove: (authority) =>
      void change(async (known) => known.filter(({ certificate }) => certificate !== authority.certificate))
        .then(() => set(AUTHORITIES_START))
        .catch((thrown: unknown) => set({ fault: faultOf(thrown), added: null })),
  };
}

/** Only what is a certificate is kept: the module that will use it reads it first. */
async function read(file: File): Promise<Authority> {
  if (file.size > MAX_FILE) throw makeFault('certificate.malformed', 'person');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { Anchors } = await loadTrust();
  const anchors = new Anchors();
  try {
    return { name: anchors.add(bytes), certificate: encodeBase64url(bytes) };
  } finally {
    anchors.free();
  }
}

export function authoritiesView(
  w: Words,
  setting: unknown,
  state: AuthoritiesState,
  actions: AuthoritiesActions,
): Part {
  const known = authoritiesOf(setting);
  return html`
    <section class="card stack" aria-labelledby="authorities-heading" data-testid="authorities">
      <h2 id="authorities-heading">${w.t('authorities.heading')}</h2>
      <p>${w.t('authorities.intro')}</p>
      ${known.length === 0 ? nothing : html`<ul class="unlockers">${known.map((authority) => entry(w, authority, actions))}</ul>`}
      ${filePicker(w.t('authorities.add'), 'authorities-file', false, actions.add)}
      <p role="status" data-testid="authorities-added">${state.added === null ? nothing : w.t('authorities.added', { name: state.added })}</p>
      ${faultView(w, state.fault)}
    </section>`;
}

function entry(w: Words, authority: Authority, actions: AuthoritiesActions): Part {
  const name = authority.name === '' ? w.t('authorities.nameless') : authority.name;
  return html`<li class="unlocker unlocker-head" data-testid="authority"><strong>${name}</strong>
    <button type="button" aria-label=${w.t('authorities.remove.name', { name })} @click=${() => actions.remove(authority)}>${w.t('authorities.remove')}</button></li>`;
}
