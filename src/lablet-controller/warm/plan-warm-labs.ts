import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { LabView } from '@lcm/core/contracts/lab';
import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { isClosed, isSpare, isUntouched, isUp } from '@lcm/core/domain/lab';
import { isFinal, type SessionId } from '@lcm/core/domain/session';
import type { Instant } from '@lcm/core/kernel';
import { isUpAnyhow, mayRunOn, warmRoomGiB } from '@lcm/core/placement';

export interface WarmSettings {
  /** An older one is made anew: CML is upgraded, and people look into what lies about. */
  readonly oldestMs: number;
  /** Of all versions together. */
  readonly mostPerWorker: number;
}

/** What is known of one worker; its labs are those of its present launch that were made warm. */
export interface WarmHost {
  readonly worker: WorkerView;
  readonly labs: readonly LabView[];
  /** Those with a place here. */
  readonly sessions: readonly SessionView[];
  /** Sessions that have, or had, one of the labs. */
  readonly sessionOf: (id: string) => SessionView | undefined;
  readonly definitions: readonly DefinitionView[];
  readonly settings: WarmSettings;
  readonly now: Instant;
}

export type WarmStep =
  | { readonly do: 'make'; readonly definition: DefinitionView }
  | { readonly do: 'drop'; readonly lab: LabView; readonly reason: string }
  /** A session that had taken it has ended without it, or has another. */
  | { readonly do: 'let-go'; readonly lab: LabView; readonly sessionId: SessionId; readonly reason: string };

/** A lab that could not be imported is tried again after so long. */
const retryMs = 30 * 60_000;

/** So shortly before a session is prepared, CML is left to it. */
const quietMs = 2 * 60_000;

/** Pure: what brings a worker's warm labs closer to what their definitions want. At most one is made at a time. */
export function planWarmLabs(host: WarmHost): readonly WarmStep[] {
  const present = host.labs.filter((lab) => !isClosed(lab));
  const steps = present.flatMap((lab) => letGo(lab, host) ?? []);
  const dropped = drops(present, host);
  const left = present.filter((lab) => !dropped.some((step) => step.lab === lab));
  const made = isBusy(left, host) ? undefined : missing(left, host);
  return [...steps, ...dropped, ...(made === undefined ? [] : [{ do: 'make', definition: made } as const])];
}

function letGo(lab: LabView, { sessionOf, worker }: WarmHost): WarmStep | undefined {
  if (lab.session === undefined) return undefined;
  const { id: sessionId } = lab.session;
  const session = sessionOf(sessionId);
  if (session !== undefined && mayStillHave(session, lab, worker)) return undefined;
  return { do: 'let-go', lab, sessionId, reason: 'its session did without it' };
}

/** Until it says which lab it has, a session that is on its way here may come back to the one it took. */
function mayStillHave(session: SessionView, lab: LabView, worker: WorkerView): boolean {
  if (session.lab !== undefined) return session.lab.id === lab.cmlLabId;
  return !isFinal(session) && session.placement?.workerId === worker.id;
}

type Drop = Extract<WarmStep, { do: 'drop' }>;

function drops(present: readonly LabView[], host: WarmHost): readonly Drop[] {
  const idle = present.filter((lab) => lab.pending === undefined && isUntouched(lab));
  const spoilt = idle.flatMap((lab) => {
    const reason = isSpare(lab) ? whyNotKept(lab, host) : whySpoilt(lab, host);
    return reason === undefined ? [] : [{ do: 'drop', lab, reason } as const];
  });
  const kept = idle.filter((lab) => isSpare(lab) && !spoilt.some((step) => step.lab === lab));
  return [...spoilt, ...surplus(kept, host)];
}

function whySpoilt({ status, statusSince, bindings }: LabView, { now }: WarmHost): string | undefined {
  if (status === 'orphaned') return 'CML does not have it any more';
  if (bindings.length > 0) return 'the session that had taken it did without it';
  return status === 'error' && now >= statusSince + retryMs ? 'its import failed, and is tried again' : undefined;
}

function whyNotKept(lab: LabView, { worker, definitions, settings, now }: WarmHost): string | undefined {
  const definition = definitions.find(({ id }) => id === lab.basedOn);
  if (definition?.status !== 'active') return 'its definition cannot be booked any more';
  if (worker.status === 'draining') return `${worker.name} is drained`;
  return now >= lab.recordedAt + settings.oldestMs ? 'it is old and is made anew' : undefined;
}

/** Beyond what is wanted, and beyond what the calendar leaves room for: the oldest go first. */
function surplus(kept: readonly LabView[], host: WarmHost): readonly Drop[] {
  const newest = kept.toSorted((a, b) => b.recordedAt - a.recordedAt);
  const left: LabView[] = [];
  return newest.flatMap((lab): readonly Drop[] => {
    const definition = host.definitions.find(({ id }) => id === lab.basedOn);
    const reason = definition === undefined ? undefined : whyTooMany(definition, left, host);
    if (reason !== undefined) return [{ do: 'drop', lab, reason }];
    left.push(lab);
    return [];
  });
}

function whyTooMany(definition: DefinitionView, others: readonly LabView[], host: WarmHost): string | undefined {
  const { warmDepth = 0, id } = definition;
  if (others.filter(({ basedOn }) => basedOn === id).length >= warmDepth) return `${warmDepth} of them are wanted here`;
  if (others.length >= host.settings.mostPerWorker) return `a worker keeps ${host.settings.mostPerWorker} at most`;
  return freeStorageGiB(others, host) < definition.needs.storageGiB ? 'sessions will need the disk' : undefined;
}

function freeStorageGiB(others: readonly LabView[], { worker, definitions, now }: WarmHost): number {
  const sizes = new Map(definitions.map(({ id, needs }) => [id, needs.storageGiB]));
  const warm = others.reduce((sum, { basedOn }) => sum + ((basedOn && sizes.get(basedOn)) ?? 0), 0);
  return warmRoomGiB(worker, now) - warm;
}

/** Whether its CML has better things to do than what nobody waits for. */
function isBusy(labs: readonly LabView[], { worker, sessions, now }: WarmHost): boolean {
  if (!isUpAnyhow(worker) || labs.some(({ pending }) => pending !== undefined)) return true;
  return sessions.some(
    (session) =>
      session.status === 'instantiating' ||
      (session.status === 'scheduled' && session.placement !== undefined && session.placement.from <= now + quietMs),
  );
}

/** The definition of which a lab is made next: that of the session that begins first here, then any. */
function missing(labs: readonly LabView[], host: WarmHost): DefinitionView | undefined {
  const counted = labs.filter((lab) => lab.session === undefined && !isUp(lab) && isUntouched(lab));
  const wanted = host.definitions.filter(
    (definition) => mayRunOn(definition, host.worker) && whyTooMany(definition, counted, host) === undefined,
  );
  return wanted.toSorted((a, b) => nextUse(a, host) - nextUse(b, host))[0];
}

function nextUse({ id }: DefinitionView, { sessions }: WarmHost): number {
  const starts = sessions.filter(({ status, definition }) => status === 'scheduled' && definition.id === id);
  return Math.min(Number.MAX_SAFE_INTEGER, ...starts.flatMap(({ placement }) => placement?.from ?? []));
}
