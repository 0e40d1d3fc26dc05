import { type Instant, instant, ok, reject } from '../../kernel/index.ts';
import { ask, type WorkerDecision, wrongState } from './decide.ts';
import { isResting } from './desired-cause.ts';
import { type IdleRule, idlenessOf } from './idle.ts';
import { workerCan } from './lifecycle.ts';
import type { Worker, WorkerEvent } from './worker.ts';

interface Why {
  readonly reason: string;
  readonly at: Instant;
}

/** Stops a worker that nobody uses, judged by all that is known by now and not by what the asker saw. */
export function rest(
  worker: Worker,
  rule: IdleRule,
  { reason, at, by }: Why & { readonly by: string },
): WorkerDecision {
  if (worker.desired === 'stopped') return ok([]);
  const found = idlenessOf(worker, rule, at);
  if (!found.idle) return reject({ code: 'worker.not-idle', because: found.because });
  const { since, lastActivityAt, nextBookingAt } = found;
  return ask(worker, 'stopped', { reason, at, cause: { kind: 'idle', by, since, lastActivityAt, nextBookingAt } });
}

/** Keeps it up for so long, whatever the calendar and its labs say; no time at all ends an earlier snooze. */
export function snooze(worker: Worker, minutes: number, why: Why): WorkerDecision {
  if (!workerCan('snooze', worker)) return wrongState(worker, 'snooze');
  const until = instant(why.at + minutes * 60_000);
  const undone = minutes > 0 ? takeBackRest(worker, why) : [];
  return ok([{ type: 'WorkerSnoozed', until, ...why }, ...undone]);
}

export function setIdleDetection(worker: Worker, enabled: boolean, why: Why): WorkerDecision {
  if (!workerCan('setIdleDetection', worker)) return wrongState(worker, 'setIdleDetection');
  if ((worker.idleDetection ?? true) === enabled) return ok([]);
  const undone = !enabled && worker.status === 'running' ? takeBackRest(worker, why) : [];
  return ok([{ type: 'WorkerIdleDetectionSet', enabled, ...why }, ...undone]);
}

/** Undoes a stop that was asked for because nobody used the worker, as long as its host still runs. */
export function takeBackRest(worker: Worker, why: Why): readonly WorkerEvent[] {
  if (!isResting(worker)) return [];
  const asked = ask(worker, 'running', { ...why, cause: { kind: 'use' } });
  return asked.ok ? asked.value : [];
}
