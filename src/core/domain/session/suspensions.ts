import type { Instant } from '../../kernel/index.ts';

/** Of a candidate’s side that rests, by whom. */
const pauseCauses = ['candidate', 'operator'] as const;
export type PauseCause = (typeof pauseCauses)[number];

/** Of a lab that is away, and that a pipeline brings back. */
const labCauses = ['reset', 'worker-lost'] as const;
export type LabCause = (typeof labCauses)[number];

/** `host-down`: of a lab that went down with its host, and is started again there. */
export const suspensionCauses = [...pauseCauses, ...labCauses, 'host-down'] as const;
export type SuspensionCause = (typeof suspensionCauses)[number];

/** A time in which nobody could work, or wanted to, though the session was ready or running. */
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

interface OfSuspensions<Each> {
  readonly suspensions?: readonly Each[] | undefined;
}

/** The pause that lasts; there is one at most, and the lab may be away at the same time. */
export function openPause<Each extends Lasting>({ suspensions = [] }: OfSuspensions<Each>): Each | undefined {
  return suspensions.find(({ cause, until }) => until === undefined && isPauseCause(cause));
}

/** What keeps people from a lab that is away, whoever brings it back; there is one at most. */
export function openAbsence<Each extends Lasting>({ suspensions = [] }: OfSuspensions<Each>): Each | undefined {
  return suspensions.find(({ cause, until }) => until === undefined && !isPauseCause(cause));
}

/** An absence that a pipeline ends; the candidate’s side may be paused at the same time. */
export function openLabSuspension<Each extends Lasting>({
  suspensions = [],
}: OfSuspensions<Each>): (Each & { readonly cause: LabCause }) | undefined {
  return suspensions.find(isOpenOfLab);
}

function isOpenOfLab<Each extends Lasting>(one: Each): one is Each & { readonly cause: LabCause } {
  return one.until === undefined && isLabCause(one.cause);
}

function isPauseCause(cause: SuspensionCause): boolean {
  return pauseCauses.some((one) => one === cause);
}

function isLabCause(cause: SuspensionCause): cause is LabCause {
  return labCauses.some((one) => one === cause);
}

/** When it was last that a lab which had been away was there again. */
export function labBackSince({ suspensions = [] }: OfSuspensions<Suspension>): Instant | undefined {
  return suspensions.findLast(({ cause, until }) => until !== undefined && !isPauseCause(cause))?.until;
}

/** All of these causes that lasted are over. */
export function closedAt(
  suspensions: readonly Suspension[],
  at: Instant,
  causes: readonly SuspensionCause[] = suspensionCauses,
): readonly Suspension[] {
  return suspensions.map((one) =>
    one.until === undefined && causes.includes(one.cause) ? { ...one, until: at } : one,
  );
}
