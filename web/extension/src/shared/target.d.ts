export {};

declare global {
  /** Which browser this bundle is for; set by `build.mjs`, so that the other one's code falls away. */
  const TARGET: 'chromium' | 'firefox';
}
