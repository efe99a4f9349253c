/** A copy is picked, opened where that is needed, and what came of it is said. */
import type { MergeView } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import type { Words } from '../../i18n/words.js';
import { busyView, faultView, filePicker, type Part } from '../../parts/common.js';
import { unlockView } from '../../parts/unlock.js';
import type { MergeActions, MergeState } from './actions.js';

export function mergeView(w: Words, state: MergeState, actions: MergeActions): Part {
  const { step, fault, merged } = state;
  const busy = step === 'reading' || step === 'merging';
  return html`
    <section class="card stack" aria-labelledby="merge-heading">
      <h2 id="merge-heading">${w.t('merge.heading')}</h2>
      <p>${w.t('merge.intro')}</p>
      ${
        step === 'locked'
          ? html`
            <div class="stack" data-testid="merge-locked">
              <p class="notice">${w.t('merge.locked')}</p>
              ${unlockView(w, state.copy, state.unlock, actions.unlock)}
              <button type="button" data-testid="merge-cancel" @click=${actions.giveUp}>${w.t('common.cancel')}</button>
            </div>`
          : filePicker(w.t('merge.pick'), 'merge-file', busy, actions.pick)
      }
      ${busyView(busyText(w, state), merged === null ? nothing : result(w, merged))}
      ${faultView(w, fault)}
    </section>`;
}

function busyText(w: Words, { step, percent }: MergeState): string | null {
  if (step === 'reading') return w.t('restore.reading', { percent });
  return step === 'merging' ? w.t('merge.merging') : null;
}

function result(w: Words, { came, changed, choices, disputed }: MergeView): Part {
  const toChoose = choices + disputed;
  return html`
    <div class="notice good" data-testid="merge-done" data-came=${came} data-changed=${changed} data-choices=${toChoose}>
      <p>${came + changed === 0 ? w.t('merge.nothing-new') : html`${w.t('merge.came', { count: came })} ${w.t('merge.changed', { count: changed })}`}</p>
      ${toChoose === 0 ? nothing : html`<p>${w.t('merge.choices', { count: toChoose })}</p>`}
    </div>`;
}
