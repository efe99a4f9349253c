import { api } from './api.js';

/** Settings that are not secret and not personal. */
export async function readSetting(name: string): Promise<unknown> {
  const all = await api.storage.local.get(name);
  return all[name];
}

export async function writeSetting(name: string, value: string): Promise<void> {
  await api.storage.local.set({ [name]: value });
}

export function onSettingChanged(listener: (name: string, value: unknown) => void): void {
  api.storage.onChanged.addListener((changes, area) => {
    if (area !== 'local') return;
    for (const [name, { newValue }] of Object.entries(changes)) listener(name, newValue);
  });
}
