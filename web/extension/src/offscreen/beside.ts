/** What two copies of the vault need beside the wallet: a module of its own, which opens the wallet's store once more. */
import { makeFault } from '../shared/fault.js';
import type { ModuleBeside, Wallet } from '../shared/wallet-api.js';

/** Loads the module, and opens what the wallet has open with its root as {@link Wallet.park} sealed it. */
export type OpenBeside = (key: Uint8Array, parked: Uint8Array) => Promise<ModuleBeside>;

/** Nobody else knows the key, and it lives as long as the opening takes. */
const KEY_LENGTH = 32;

/** The wallet looks before, so that it says what has become of the vault; and after, so that it goes on from what was written. */
export async function beside<T>(
  wallet: Wallet,
  open: OpenBeside | null,
  use: (vault: ModuleBeside) => Promise<T>,
): Promise<T> {
  if (open === null) throw makeFault('extension.defect', 'ours');
  await wallet.refresh();
  const vault = await opened(wallet, open);
  try {
    return await use(vault);
  } finally {
    vault.free();
    await wallet.refresh();
  }
}

async function opened(wallet: Wallet, open: OpenBeside): Promise<ModuleBeside> {
  const key = crypto.getRandomValues(new Uint8Array(KEY_LENGTH));
  try {
    return await open(key, wallet.park(key));
  } finally {
    key.fill(0);
  }
}
