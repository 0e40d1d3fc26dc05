import { type Instant, instant, ok, type Result, reject } from '../../kernel/index.ts';
import { type WorkerDecision, wrongState } from './decide.ts';
import { workerCan } from './lifecycle.ts';
import { type LookKind, type Looks, lookKinds } from './look.ts';
import type { Worker, WorkerEvent } from './worker.ts';

const requested = { refresh: 'WorkerRefreshRequested', sync: 'WorkerSyncRequested' } as const;
const completed = { refresh: 'WorkerRefreshCompleted', sync: 'WorkerSyncCompleted' } as const;

interface Why {
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

/** Why a refresh is not begun, in words, and from when on another one can be. */
export interface RefreshSkipped {
  readonly because: string;
  readonly nextAt?: Instant | undefined;
}

/** Reads all anew, but not more often than once in `everyMs`: that is counted here, whichever replica is asked. */
export function requestRefresh(
  worker: Worker,
  everyMs: number,
  why: Why,
): Result<readonly WorkerEvent[], RefreshSkipped> {
  const skipped = refreshSkipped(worker, everyMs, why.at);
  return skipped === undefined ? ok([{ type: requested.refresh, ...why }]) : reject(skipped);
}

function refreshSkipped(worker: Worker, everyMs: number, at: Instant): RefreshSkipped | undefined {
  if (!workerCan('sync', worker)) return { because: `it is ${worker.status}` };
  const last = worker.looks?.refresh;
  if (last === undefined) return undefined;
  if (last.completedAt === undefined) return { because: 'one is under way' };
  const nextAt = instant(last.requestedAt + everyMs);
  return nextAt > at ? { because: 'it was refreshed a moment ago', nextAt } : undefined;
}

/** Has it looked at now; asking while that is under way adds nothing. */
export function requestSync(worker: Worker, why: Why): WorkerDecision {
  if (!workerCan('sync', worker)) return wrongState(worker, 'sync');
  const last = worker.looks?.sync;
  const isUnderWay = last !== undefined && last.completedAt === undefined;
  return ok(isUnderWay ? [] : [{ type: requested.sync, ...why }]);
}

/** Those that are under way. */
export function looksUnderWay({ looks = {} }: Pick<Worker, 'looks'>): readonly LookKind[] {
  return lookKinds.filter((kind) => looks[kind] !== undefined && looks[kind].completedAt === undefined);
}

/** What was seen answers exactly what was asked for by then; who asked later is still waited for. */
export function completeLook(
  worker: Worker,
  seen: { readonly kind: LookKind; readonly requestedAt: Instant; readonly found: string },
  at: Instant,
): readonly WorkerEvent[] {
  const { kind, requestedAt, found } = seen;
  const look = worker.looks?.[kind];
  if (look?.requestedAt !== requestedAt || look.completedAt !== undefined) return [];
  return [{ type: completed[kind], requestedAt, found, at }];
}

type LookEvent = Extract<WorkerEvent, { type: (typeof requested | typeof completed)[LookKind] }>;

export function isLookEvent(event: WorkerEvent): event is LookEvent {
  return lookKinds.some((kind) => event.type === requested[kind] || event.type === completed[kind]);
}

export function evolveLooks({ looks = {} }: Worker, event: LookEvent): Looks {
  const { type, at } = event;
  const kind = type === requested.refresh || type === completed.refresh ? 'refresh' : 'sync';
  if ('by' in event) return { ...looks, [kind]: { requestedAt: at, requestedBy: event.by } };
  const before = looks[kind] ?? { requestedAt: event.requestedAt, requestedBy: '' };
  return { ...looks, [kind]: { ...before, completedAt: at, found: event.found } };
}
