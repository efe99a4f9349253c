/** Brings what was seen of vaults to a wallet that was just opened, and keeps what it sees anew. */
import { decodeBase64url, encodeBase64url, isBase64url } from '../shared/base64url.js';
import type { Wallet } from '../shared/wallet-api.js';

export interface SeenMemory {
  all(): Promise<readonly string[]>;
  keep(vault: string, witness: string | null): Promise<null>;
}

export async function recall(wallet: Wallet, memory: SeenMemory | null): Promise<void> {
  for (const witness of (await memory?.all()) ?? []) {
    // Text that is none of ours says nothing of a vault.
    if (isBase64url(witness)) wallet.recall(decodeBase64url(witness));
  }
}

/** After every call: what is not kept now is kept with the next change. */
export async function keepNewlySeen(wallet: Wallet, memory: SeenMemory | null): Promise<void> {
  if (memory === null) return;
  const witness = wallet.newlySeen();
  const vault = witness === undefined ? undefined : vaultOf(wallet);
  if (witness === undefined || vault === undefined) return;
  await memory.keep(vault, encodeBase64url(witness)).catch(() => null);
}

export async function acceptOlder(wallet: Wallet, memory: SeenMemory | null): Promise<null> {
  const vault = vaultOf(wallet);
  await wallet.acceptOlder();
  if (vault !== undefined) await memory?.keep(vault, null);
  return null;
}

function vaultOf(wallet: Wallet): string | undefined {
  const status = wallet.status();
  return status.state === 'none' ? undefined : status.vaultId;
}
