/** What every program derives: the default of a new passphrase. */
export const PASSPHRASE = 'correct horse battery staple';
export const SALT = new Uint8Array(16).fill(7);
export const COST = { memory: 65_536, passes: 3, lanes: 1 } as const;

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
