/** What stands on paper, typed: the words of a recovery sheet, or of as many shares as it takes. */
import type { Unlocker } from '@hailstone/protocol/views';
import { html } from 'lit';
import { encodeBase64url } from '../../shared/base64url.js';
import { FaultError, faultOf } from '../../shared/fault.js';
import { isObject } from '../../shared/parse.js';
import type { Words } from '../i18n/words.js';
import { loadInterchange } from '../interchange.js';
import type { Part } from './common.js';

export const isOnPaper = ({ kind }: Unlocker): boolean => kind === 'recovery' || kind === 'shares';

/** @throws FaultError that says which word of which paper it is about, where that is known */
export async function readPaper(typed: readonly string[]): Promise<string> {
  const { readPaper: read } = await loadInterchange();
  try {
    const bytes = read(typed.map((words) => words.normalize('NFKC')));
    const secret = encodeBase64url(bytes);
    bytes.fill(0);
    return secret;
  } catch (thrown) {
    const fault = faultOf(thrown);
    if (!isObject(thrown) || typeof thrown.paper !== 'number') throw new FaultError(fault);
    const word = typeof thrown.word === 'number' ? thrown.word : null;
    throw new FaultError({ ...fault, typed: { paper: thrown.paper, word } });
  }
}

/** A form for `count` papers. What was typed stays in it, so that one wrong word can be mended. */
export function paperForm(
  w: Words,
  count: number,
  submit: string,
  busy: boolean,
  onTyped: (typed: string[]) => void,
): Part {
  const submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    onTyped(data.getAll('words').map(String));
  };
  return html`
    <form class="stack" autocomplete="off" @submit=${submitted}>
      ${Array.from(
        { length: count },
        (_, at) => html`
          <label class="field">${count === 1 ? w.t('paper.words') : w.t('paper.words.share', { number: at + 1 })}
            <textarea name="words" rows="3" required autocomplete="off" autocapitalize="none" spellcheck="false"
              ?disabled=${busy} data-testid="paper-words"></textarea>
          </label>`,
      )}
      <p class="muted small">${w.t('paper.hint')}</p>
      <button type="submit" class="primary wide" data-testid="paper-submit" ?disabled=${busy}>${submit}</button>
    </form>`;
}
