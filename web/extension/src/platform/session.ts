import { api } from './api.js';

/** What is remembered until the browser ends, in memory only, and by the extension's own pages alone. */
export async function readSession(name: string): Promise<unknown> {
  const all = await api.storage.session.get(name);
  return all[name];
}

export async function removeSession(name: string): Promise<void> {
  await api.storage.session.remove(name);
}

export async function writeSession(name: string, value: unknown): Promise<void> {
  await api.storage.session.set({ [name]: value });
}
