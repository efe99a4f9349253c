/** Everything in the clear, for another program: `docs/plain-export.md`. The tool writes the same. */
import type { ReceiptView, RecordView } from '@hailstone/protocol/views';
import { decodeBase64url } from '../../../shared/base64url.js';

export function writeExport(
  vault: string,
  now: Date,
  records: readonly RecordView[],
  receipts: readonly ReceiptView[],
): string {
  const all = {
    format: 'hailstone-export',
    version: 1,
    vault,
    exported: timeOf(now),
    records: [...records.map(recordOf), ...receipts.map(receiptOf)],
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}

function recordOf({ id, kind, label, fields, choices }: RecordView) {
  const all = fields.map(({ name, value }) => [name, value] as const);
  const named = Object.fromEntries(label === null ? all : [['label', label] as const, ...all]);
  const several = Object.fromEntries(choices.map(({ name, values }) => [name, values]));
  return { id, kind, fields: named, ...(choices.length === 0 ? {} : { choices: several }) };
}

function receiptOf(view: ReceiptView) {
  const { id, at, origin, outcome, error, purpose, items, subject, tokenHash } = view;
  const receipt = {
    id,
    at: timeOf(new Date(at * 1000)),
    origin,
    outcome,
    error,
    purpose: purpose.map(({ language, text }) => [language, text]),
    items,
    subject,
    tokenHash: tokenHash === null ? null : hexOf(decodeBase64url(tokenHash)),
  };
  return { id, kind: 'receipt', fields: {}, receipt };
}

/** In UTC, to the second (RFC 3339 §5.6). */
function timeOf(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
