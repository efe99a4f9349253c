import { api } from './api.js';

/** `idle`: no key and no pointer for the time that was set; `locked`: the screen is locked, where the system says so. */
export type Presence = 'active' | 'idle' | 'locked';

/** The browser tells it to a background that it has to start for that, too. */
export function onPresence(listener: (presence: Presence) => void): void {
  api.idle.onStateChanged.addListener((state) => listener(state));
}

/** What a change would have said by now, had anybody listened. Fifteen seconds at least. */
export function presence(seconds: number): Promise<Presence> {
  return api.idle.queryState(seconds);
}

/** Fifteen seconds at least. */
export function setIdleSeconds(seconds: number): void {
  api.idle.setDetectionInterval(seconds);
}
