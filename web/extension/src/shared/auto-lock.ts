/** After how many minutes without a person the vault is locked: a setting, as text. */
export const AUTO_LOCK_SETTING = 'auto-lock';
export const AUTO_LOCK_CHOICES = [5, 15, 60] as const;
const USUAL_MINUTES = 15;

/** What the person chose; anything else is the usual. */
export function autoLockMinutes(setting: unknown): (typeof AUTO_LOCK_CHOICES)[number] {
  return AUTO_LOCK_CHOICES.find((choice) => String(choice) === setting) ?? USUAL_MINUTES;
}
