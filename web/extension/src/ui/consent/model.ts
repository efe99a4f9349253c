/** From the core's proposal to what the window lists. Nothing is decided here. */
import type {
  ClaimView,
  CredentialView,
  ProposalView,
  RecordKind,
  SlotView,
} from '@hailstone/protocol/views';
import type { ConsentView } from '@hailstone/protocol/wire';

export interface ClaimRow extends ClaimView {
  readonly credential: string;
}

export interface RecordChoice extends SlotView {
  readonly credential: string;
  readonly slot: number;
}

export interface SlotGroup {
  readonly kind: RecordKind | null;
  /** `null` when there is nothing to choose between. */
  readonly choice: RecordChoice | null;
  readonly claims: readonly ClaimRow[];
}

export interface Group {
  readonly credential: CredentialView;
  readonly slots: readonly SlotGroup[];
}

export function groupsOf(proposal: ProposalView): readonly Group[] {
  return proposal.credentials.map((credential) => ({
    credential,
    slots: credential.slots
      .map((slot, index) => slotGroup(credential, slot, index))
      .filter(({ claims, choice }) => claims.length > 0 || choice !== null),
  }));
}

function slotGroup(credential: CredentialView, slot: SlotView, index: number): SlotGroup {
  const claims = credential.claims
    .filter((claim) => claim.slot === index)
    .map((claim) => ({ ...claim, credential: credential.id }));
  const choice = slot.alternatives.length > 1 ? { ...slot, credential: credential.id, slot: index } : null;
  return { kind: slot.kind, choice, claims };
}

/** How many values go with these ticks. */
export function sentCount(proposal: ProposalView): number {
  const issued = proposal.credentials.flatMap((credential) =>
    credential.issued.filter(({ chosen }) => chosen && credential.included),
  );
  const claims = [...proposal.credentials, ...issued].flatMap((one) => one.claims);
  const along = issued.reduce((count, { open }) => count + open.length, 0);
  return claims.filter(({ sent }) => sent).length + along;
}

/** Whether what is shown next is what the person's own choice came to, and nothing else changed with it. */
export function isOwnChoice(before: ConsentView | null, next: ConsentView): boolean {
  return before?.state === 'proposal' && next.state === 'proposal' && next.revision === before.revision + 1;
}
