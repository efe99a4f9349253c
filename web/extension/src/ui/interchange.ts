/** The module for paper and other programs' formats, loaded when it is wanted first. */
import type { InterchangeModule } from '../shared/wallet-api.js';

export async function loadInterchange(): Promise<InterchangeModule> {
  const module = await import('@hailstone/wasm-interchange');
  await module.default({ module_or_path: new URL('wasm/hailstone_wasm_interchange_bg.wasm', location.href) });
  return module;
}
