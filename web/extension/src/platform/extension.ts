import { api } from './api.js';

export function ownId(): string {
  return api.runtime.id;
}

/** `chrome-extension://…` or `moz-extension://…`, without a slash at the end. */
export function ownOrigin(): string {
  return api.runtime.getURL('').replace(/\/$/, '');
}

export function browserLanguage(): string {
  return api.i18n.getUILanguage();
}
