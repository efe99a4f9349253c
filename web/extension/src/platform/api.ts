/**
 * The one place that finds the browser's extension interface. Firefox calls it `browser` and Chromium `chrome`; both
 * return promises under Manifest V3.
 */
const found = (globalThis as { readonly browser?: typeof chrome }).browser ?? chrome;

export { found as api };
