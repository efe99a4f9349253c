/** Under the word that the vault is older than what was seen of it: going on all the same. */
import type { Fault } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import type { Words } from '../i18n/words.js';
import type { Part } from '../parts/common.js';

export function olderView(w: Words, fault: Fault | null, accepted: boolean, accept: () => void): Part {
  const offered = fault?.code === 'vault.rolled_back';
  return html`
    <div role="status" data-testid="older" data-accepted=${accepted ? 'yes' : 'no'}>
      ${accepted && !offered ? html`<p class="notice">${w.t('older.accepted')}</p>` : nothing}
    </div>
    ${
      offered
        ? html`
          <p id="older-hint">${w.t('older.hint')}</p>
          <button type="button" class="wide" data-testid="accept-older" aria-describedby="older-hint" @click=${accept}>
            ${w.t('older.accept')}
          </button>`
        : nothing
    }`;
}
