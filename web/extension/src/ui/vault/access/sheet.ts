/** A new recovery sheet: shown to be printed or written down, then typed from paper. */
import { html, svg } from 'lit';
import { encodeBase64url } from '../../../shared/base64url.js';
import type { Words } from '../../i18n/words.js';
import { loadInterchange } from '../../interchange.js';
import type { Part } from '../../parts/common.js';

export interface NewSheet {
  readonly label: string;
  readonly vaultId: string;
  readonly words: readonly string[];
  /** base64url */
  readonly secret: string;
  /** The QR code: the path of its dark modules, and its width in modules. */
  readonly path: string;
  readonly size: number;
}

/** Made where it is shown. It opens nothing before the vault has taken it. */
export async function makeSheet(label: string, vaultId: string): Promise<NewSheet> {
  const { Sheet } = await loadInterchange();
  const sheet = Sheet.make();
  const { words, path, size } = sheet;
  const bytes = sheet.secret;
  const secret = encodeBase64url(bytes);
  bytes.fill(0);
  sheet.free();
  return { label, vaultId, words, secret, path, size };
}

/** The page for the printer is this part alone: see `style-print.css`. */
export function sheetView(w: Words, sheet: NewSheet, onPaper: () => void, cancel: () => void): Part {
  const { label, vaultId, words, path, size } = sheet;
  const today = new Intl.DateTimeFormat(w.language, { dateStyle: 'long' }).format(new Date());
  return html`
    <div class="stack" data-testid="sheet">
      <h3 id="access-form" tabindex="-1" class="screen-only">${w.t('sheet.heading')}</h3>
      <p class="screen-only">${w.t('sheet.intro')}</p>
      <div class="sheet stack">
        <h1 class="print-only">${w.t('sheet.title')}</h1>
        <p>${w.t('sheet.what')}</p>
        <dl>
          <div><dt>${w.t('sheet.name')}</dt><dd>${label}</dd></div>
          <div><dt>${w.t('sheet.vault')}</dt><dd><code>${vaultId}</code></dd></div>
          <div><dt>${w.t('sheet.made')}</dt><dd>${today}</dd></div>
        </dl>
        <ol class="sheet-words" translate="no" lang="en" data-testid="sheet-words">${words.map((word) => html`<li>${word}</li>`)}</ol>
        <figure>
          <svg viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label=${w.t('sheet.code')}>
            ${svg`<path fill="#fff" d="M0 0h${size}v${size}H0z" /><path fill="#000" d=${path} />`}
          </svg>
          <figcaption class="small">${w.t('sheet.code')}</figcaption>
        </figure>
        <ul class="sheet-todo">
          <li>${w.t('sheet.todo.keep')}</li>
          <li>${w.t('sheet.todo.backup')}</li>
          <li>${w.t('sheet.todo.use')}</li>
        </ul>
      </div>
      <div class="row screen-only">
        <button type="button" data-testid="access-cancel" @click=${cancel}>${w.t('common.cancel')}</button>
        <button type="button" data-testid="sheet-print" @click=${() => window.print()}>${w.t('sheet.print')}</button>
        <button type="button" class="primary" data-testid="sheet-on-paper" @click=${onPaper}>${w.t('sheet.on-paper')}</button>
      </div>
    </div>`;
}
