/** The plain export, at the foot of the page about safety. */
import { html, nothing } from 'lit';
import type { Words } from '../../i18n/words.js';
import { busyView, faultView, type Part } from '../../parts/common.js';
import type { ExportActions, ExportState } from './actions.js';

export function exportView(w: Words, { step, count, fault }: ExportState, actions: ExportActions): Part {
  const done = html`<p class="notice good" data-testid="export-done" data-count=${count}>${w.t('export.done', { count })}</p>`;
  return html`
    <section class="card stack" aria-labelledby="export-heading">
      <h2 id="export-heading">${w.t('export.heading')}</h2>
      <p>${w.t('export.intro')}</p>
      ${
        step === 'warned'
          ? html`
            <div class="notice warn stack" role="alert" data-testid="export-warning">
              <p><strong>${w.t('export.warning')}</strong></p><p>${w.t('export.warning.next')}</p>
              <div class="row start">
                <button type="button" data-testid="export-cancel" @click=${actions.cancel}>${w.t('common.cancel')}</button>
                <button type="button" data-testid="export-go-on" @click=${actions.goOn}>${w.t('export.go-on')}</button>
              </div>
            </div>`
          : html`<div><button type="button" data-testid="export-begin" ?disabled=${step === 'writing'} @click=${actions.begin}>${w.t('export.begin')}</button></div>`
      }
      ${busyView(step === 'writing' ? w.t('export.writing') : null, step === 'done' ? done : nothing)}
      ${faultView(w, fault)}
    </section>`;
}

/** Over the form that unlocks the vault for it. */
export function exportUnlocking(w: Words, { step }: ExportState, actions: ExportActions): Part {
  if (step !== 'unlocking') return nothing;
  return html`
    <div class="notice warn stack" role="status" data-testid="export-unlocking">
      <p>${w.t('export.unlock')}</p>
      <button type="button" data-testid="export-cancel" @click=${actions.cancel}>${w.t('export.cancel')}</button>
    </div>`;
}
