/** What the core wants of cards, and the background brings it. Bytes are base64url. */

/** What a card is to agree on. */
export interface CardAgreement {
  readonly card: string;
  /** base64url; `null` for a card with a channel, which is asked through that. */
  readonly point: string | null;
}

/** What a card is to sign: the text of each signature, or `null` for a card with a channel, which is asked through that. */
export interface CardSigning {
  readonly card: string;
  readonly inputs: readonly string[] | null;
}

/** What is to be done next with a card; `null` when it is done. Bytes are base64url. */
export type CardTurn =
  /** This is to be brought to the card, and its answer back. */
  | { readonly type: 'carry'; readonly message: string }
  /** The person is to be asked for the PIN, which is to be sealed to the card. */
  | { readonly type: 'pin'; readonly triesLeft: number }
  | null;

/**
 * `create`: the vault, with the card as its first unlocker; `add`: one more unlocker for the open vault; `unlock`. `id` is the
 * unlocker that opens it, or the key on a card that is to, with its public half (base64url, 32 bytes or 65).
 */
export interface CardWork {
  readonly purpose: 'create' | 'unlock' | 'add';
  readonly id: string;
  readonly label: string;
  readonly publicKey: string;
}
