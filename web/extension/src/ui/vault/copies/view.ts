/** A backup: saved from the open vault, and restored where there is none. */
import { html, nothing } from 'lit';
import type { Words } from '../../i18n/words.js';
import { busyView, faultView, filePicker, type Part } from '../../parts/common.js';
import type { CopiesActions, CopiesState } from './actions.js';

/** At the foot of the person's data. */
export function backupView(w: Words, state: CopiesState, kept: boolean, actions: CopiesActions): Part {
  const busy = state.step === 'sealing' || state.step === 'saving';
  const saved = html`<p class="notice good" data-testid="backup-saved">${w.t('backup.saved')}</p>`;
  return html`
    <section class="card stack" aria-labelledby="backup-heading">
      <h2 id="backup-heading">${w.t('backup.heading')}</h2>
      <p>${w.t('backup.intro')}</p>
      ${kept ? nothing : html`<p class="notice warn" data-testid="storage-refused">${w.t('backup.not-kept')}</p>`}
      <div><button type="button" data-testid="backup-save" ?disabled=${busy} @click=${actions.save}>${w.t('backup.save')}</button></div>
      ${busyView(busyText(w, state), state.step === 'saved' ? saved : nothing)}
      ${faultView(w, state.fault)}
    </section>`;
}

/** At the first run. */
export function restoreView(w: Words, state: CopiesState, actions: CopiesActions): Part {
  return html`
    <section class="card narrow stack" aria-labelledby="restore-heading">
      <h2 id="restore-heading">${w.t('restore.heading')}</h2>
      <p>${w.t('restore.intro')}</p>
      ${filePicker(w.t('restore.pick'), 'restore-file', state.step === 'reading', actions.restore)}
      ${busyView(busyText(w, state))}
      ${faultView(w, state.fault)}
    </section>`;
}

/** While a backup waits to be opened. */
export function giveUpRestore(w: Words, actions: CopiesActions): Part {
  return html`<button type="button" class="wide" data-testid="restore-cancel" @click=${actions.giveUp}>${w.t('common.cancel')}</button>`;
}

function busyText(w: Words, { step, percent }: CopiesState): string | null {
  switch (step) {
    case 'sealing':
      return w.t('backup.sealing');
    case 'saving':
      return w.t('backup.saving', { percent });
    case 'reading':
      return w.t('restore.reading', { percent });
    default:
      return null;
  }
}
