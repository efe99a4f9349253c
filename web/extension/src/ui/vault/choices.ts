/** What two copies of the vault say differently, until the person has chosen. */
import type { Fault, RecordView } from '@hailstone/protocol/views';
import type { Settling } from '@hailstone/protocol/wire';
import { html, nothing } from 'lit';
import { faultOf } from '../../shared/fault.js';
import type { Words } from '../i18n/words.js';
import type { Link } from '../link.js';
import { claimName, faultView, type Part } from '../parts/common.js';

export interface SettleState {
  readonly busy: boolean;
  readonly fault: Fault | null;
}

export const SETTLE_START: SettleState = { busy: false, fault: null };

export interface SettleActions {
  settle(settling: Settling): void;
}

export function settleActions(
  link: Link,
  set: (state: SettleState) => void,
  done: () => Promise<void>,
): SettleActions {
  async function settle(settling: Settling): Promise<void> {
    set({ busy: true, fault: null });
    try {
      await link.call('settle', settling);
      await done();
      set(SETTLE_START);
    } catch (thrown) {
      set({ busy: false, fault: faultOf(thrown) });
    }
  }
  return { settle: (settling) => void settle(settling) };
}

export function choicesView(
  w: Words,
  records: readonly RecordView[],
  state: SettleState,
  actions: SettleActions,
): Part {
  const open = records.filter(({ choices, disputed }) => disputed || choices.length > 0);
  if (open.length === 0) return faultView(w, state.fault);
  return html`
    <section class="card stack" aria-labelledby="choices-heading" data-testid="choices">
      <h2 id="choices-heading" tabindex="-1">${w.t('choices.heading')}</h2>
      <p>${w.t('choices.intro')}</p>
      ${open.map((record) => recordChoices(w, record, state.busy, actions))}
      ${faultView(w, state.fault)}
    </section>`;
}

function recordChoices(w: Words, record: RecordView, busy: boolean, actions: SettleActions): Part {
  const { id, kind, title, choices, disputed } = record;
  const pick = (field: string, value: string, text: string, testid: string): Part => html`
    <button type="button" class="choice" dir="auto" data-testid=${testid} ?disabled=${busy}
      @click=${() => actions.settle({ record: id, field, value })}>${text}</button>`;
  return html`
    <div class="stack" data-testid="choice-record">
      <h3><span class="tag">${w.t(kind === 'credential' ? 'credentials.one' : `entry.${kind}`)}</span> <span dir="auto">${title}</span></h3>
      ${
        disputed
          ? html`
            <div role="group" aria-label=${w.t('choices.disputed')}><p>${w.t('choices.disputed')}</p>
              <div class="row start">${pick('', 'keep', w.t('choices.keep'), 'choice-keep')}${pick('', 'delete', w.t('choices.delete'), 'choice-delete')}</div></div>`
          : nothing
      }
      ${choices.map(({ name, values }) => {
        const field = name === 'label' ? w.t('choices.label') : claimName(w, name);
        return html`
          <div role="group" aria-label=${field}><p class="muted small">${field}</p>
            <div class="row start">${values.map((value) => pick(name, value, value, 'choice-value'))}</div></div>`;
      })}
    </div>`;
}
