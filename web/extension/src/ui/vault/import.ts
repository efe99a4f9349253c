/** Reading a contact file. The module that does it is loaded when the first file is picked. */
import { encodeBase64url } from '../../shared/base64url.js';
import { makeFault } from '../../shared/fault.js';
import type { ModuleDraft } from '../../shared/wallet-api.js';
import { loadInterchange } from '../interchange.js';
import type { DraftView, ImportState } from './state.js';

/** A vCard file with a photograph in it can be large; one of this size is not a contact of one's own. */
const MAX_BYTES = 8 * 1024 * 1024;

export async function readContacts(file: File): Promise<ImportState> {
  if (file.size > MAX_BYTES) throw makeFault('import.too_large', 'person');
  const text = await readText(file);
  const { readVcard } = await loadInterchange();
  const found = readVcard(text);
  const drafts = encodeBase64url(found.bytes);
  const records = found.preview.map(takeDraft);
  found.free();
  return { step: 'preview', drafts, records };
}

/** The module's object is memory of the module, which goes with it. */
function takeDraft(draft: ModuleDraft): DraftView {
  const { kind, title, fields } = draft;
  draft.free();
  return { kind, title, fields };
}

async function readText(file: File): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw makeFault('import.not_text', 'person');
  }
}
