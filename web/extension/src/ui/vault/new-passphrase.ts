/** A passphrase that is made: typed twice, with advice on the way. */
import { html, nothing } from 'lit';
import type { Words } from '../i18n/words.js';
import type { Part } from '../parts/common.js';
import type { NewPassphrase } from './state.js';

export function newPassphrase(
  w: Words,
  { advice, mismatch }: NewPassphrase,
  busy: boolean,
  typed: (passphrase: string) => void,
): Part {
  return html`
    <div class="field">
      <label for="create-passphrase">${w.t('create.passphrase')}</label>
      <input id="create-passphrase" type="password" name="passphrase" required autocomplete="new-password" ?disabled=${busy}
        aria-describedby="create-advice" data-testid="create-passphrase"
        @input=${(event: InputEvent) => typed((event.currentTarget as HTMLInputElement).value)} />
      <div id="create-advice" class="advice" data-advice=${advice}>
        <span class="meter" aria-hidden="true"><i></i><i></i><i></i></span>
        <span role="status">${w.t(`create.advice.${advice}`)}</span>
      </div>
    </div>
    <div class="field">
      <label for="create-again">${w.t('create.again')}</label>
      <input id="create-again" type="password" name="again" required autocomplete="new-password" ?disabled=${busy}
        aria-invalid=${mismatch ? 'true' : 'false'} aria-describedby=${mismatch ? 'create-mismatch' : nothing}
        data-testid="create-passphrase-again" />
      ${mismatch ? html`<p id="create-mismatch" class="wrong" role="alert">${w.t('create.mismatch')}</p>` : nothing}
    </div>`;
}
