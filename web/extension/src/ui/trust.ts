/** The module that reads certificates, loaded when it is wanted first. */
import type { TrustModule } from '../shared/wallet-api.js';

export async function loadTrust(): Promise<TrustModule> {
  const module = await import('@hailstone/wasm-trust');
  await module.default({ module_or_path: new URL('wasm/hailstone_wasm_trust_bg.wasm', location.href) });
  return module;
}
