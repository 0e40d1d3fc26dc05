import type { Instant } from '../../kernel/index.ts';

export const suspensionCauses = ['reset', 'worker-lost'] as const;
export type SuspensionCause = (typeof suspensionCauses)[number];

/** A time in which the candidate could not work though the session was ready or running. */
export interface Suspension {
  readonly from: Instant;
  /** Absent while it lasts. */
  readonly until?: Instant | undefined;
  readonly cause: SuspensionCause;
  readonly reason: string;
}

/** As much of a suspension, or of its view, as says whether it lasts. */
interface Lasting {
  readonly cause: SuspensionCause;
  readonly until?: unknown;
}

export function openSuspension<Some extends Lasting>({
  suspensions,
}: {
  readonly suspensions?: readonly Some[] | undefined;
}): Some | undefined {
  return suspensions?.find(({ until }) => until === undefined);
}

/** All that lasted are over. */
export function closedAt(suspensions: readonly Suspension[], at: Instant): readonly Suspension[] {
  return suspensions.map((one) => (one.until === undefined ? { ...one, until: at } : one));
}
