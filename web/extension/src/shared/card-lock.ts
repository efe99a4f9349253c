/** Whether the vault is locked when the card that opened it is taken out: a setting, as text. */
export const CARD_LOCK_SETTING = 'lock-at-removal';
export const CARD_LOCK_ON = 'on';
export const CARD_LOCK_OFF = 'off';

/** Only if the person has said so. */
export function locksAtRemoval(setting: unknown): boolean {
  return setting === CARD_LOCK_ON;
}
