/** The person's own data, and adding to it from a file. */
import { type FieldView, RECORD_KINDS, type RecordView } from '@hailstone/protocol/views';
import { html, nothing } from 'lit';
import type { Words } from '../i18n/words.js';
import { busyView, claimName, faultView, labelTag, type Part } from '../parts/common.js';
import type { ImportState } from './state.js';

export interface ImportActions {
  readFile(file: File): void;
  addDrafts(): void;
  dropDrafts(): void;
}

export function dataView(
  w: Words,
  records: readonly RecordView[] | null,
  importing: ImportState,
  actions: ImportActions,
): Part {
  return html`
    <div class="headline">
      <h1 tabindex="-1">${w.t('data.heading')}</h1>
      ${importing.step === 'preview' ? nothing : importButton(w, importing, actions)}
    </div>
    ${busyView(busyText(w, records, importing), doneView(w, importing))}
    ${importView(w, importing, actions)}
    ${records === null || importing.step === 'preview' ? nothing : recordsView(w, records)}`;
}

function busyText(w: Words, records: readonly RecordView[] | null, { step }: ImportState): string | null {
  if (step === 'reading') return w.t('import.reading');
  if (step === 'adding') return w.t('import.adding');
  return records === null ? w.t('common.loading') : null;
}

function doneView(w: Words, importing: ImportState): Part {
  if (importing.step !== 'done') return nothing;
  return html`<p class="notice good" data-testid="import-done">${w.t('import.done', { count: importing.count })}</p>`;
}

function recordsView(w: Words, records: readonly RecordView[]): Part {
  if (records.length === 0) {
    return html`<div class="card empty" data-testid="vault-empty"><p><strong>${w.t('data.empty')}</strong></p><p class="muted">${w.t('data.empty.next')}</p></div>`;
  }
  const groups = RECORD_KINDS.map((kind) => ({ kind, of: records.filter((record) => record.kind === kind) }));
  return html`${groups
    .filter(({ of }) => of.length > 0)
    .map(
      ({ kind, of }) => html`
        <section class="kind" aria-labelledby="kind-${kind}">
          <h2 id="kind-${kind}">${w.t(`kind.${kind}`)}</h2>
          <div class="records-grid">${of.map((record) => recordView(w, record))}</div>
        </section>`,
    )}`;
}

function recordView(w: Words, { kind, title, label, fields }: RecordView): Part {
  return html`
    <article class="card record" data-testid="vault-record" data-kind=${kind}>
      <h3><span dir="auto">${title}</span> ${labelTag(w, label)}</h3>
      ${onlyTitle(title, fields) ? onlyName(w, fields) : fieldsView(w, fields)}
    </article>`;
}

/** An e-mail address is its own title; it is not said twice. */
function onlyTitle(title: string, fields: readonly FieldView[]): boolean {
  return fields.length === 1 && fields[0]?.value === title;
}

function onlyName(w: Words, fields: readonly FieldView[]): Part {
  return html`${fields.map(
    ({ name }) => html`
      <p class="record-name small muted" data-testid="vault-field-${name}">${claimName(w, name)} <code>${name}</code></p>`,
  )}`;
}

function fieldsView(w: Words, fields: readonly FieldView[]): Part {
  return html`
    <dl>${fields.map(
      ({ name, value }) => html`
        <div data-testid="vault-field-${name}">
          <dt>${claimName(w, name)} <code>${name}</code></dt>
          <dd dir="auto">${value}</dd>
        </div>`,
    )}</dl>`;
}

function importButton(w: Words, { step }: ImportState, actions: ImportActions): Part {
  const pick = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const [file] = input.files ?? [];
    // The same file can be picked again after it was changed.
    input.value = '';
    if (file !== undefined) actions.readFile(file);
  };
  return html`
    <label class="file">
      <input type="file" accept=".vcf,.vcard,text/vcard" data-testid="vault-import-file" ?disabled=${step === 'reading' || step === 'adding'}
        @change=${pick} />
      <span>${w.t('import.pick')}</span>
    </label>`;
}

function importView(w: Words, importing: ImportState, actions: ImportActions): Part {
  switch (importing.step) {
    case 'idle':
    case 'reading':
    case 'adding':
    case 'done':
      return nothing;
    case 'failed':
      return faultView(w, importing.fault);
    case 'preview':
      return html`
        <section class="card stack preview" aria-labelledby="import-heading" data-testid="import-preview">
          <h2 id="import-heading" tabindex="-1">${w.t('import.preview', { count: importing.records.length })}</h2>
          <p class="muted">${w.t('import.preview.next')}</p>
          <ul>${importing.records.map(
            ({ kind, title, fields }) => html`
              <li class="preview-entry" data-testid="import-record">
                <span class="tag">${w.maybe(`entry.${kind}`, kind)}</span> <strong dir="auto">${title}</strong>
                ${
                  fields.length < 2
                    ? nothing
                    : html`<span class="chips">${fields.map((name) => html`<span class="chip">${claimName(w, name)}</span> `)}</span>`
                }
              </li>`,
          )}</ul>
          <div class="row">
            <button type="button" data-testid="import-cancel" @click=${actions.dropDrafts}>${w.t('common.cancel')}</button>
            <button type="button" class="primary" data-testid="import-add" @click=${actions.addDrafts}>
              ${w.t('import.add', { count: importing.records.length })}</button>
          </div>
        </section>`;
  }
}
