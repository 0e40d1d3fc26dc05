import type { Instant } from '../../kernel/index.ts';
import { noSavings, openSince, savedBy } from './savings.ts';
import type { Worker } from './worker.ts';

const kept = 10;

/** The worker after an event, with what its rest has saved: it begins and ends with the state `stopped`. */
export function countSavings(before: Worker, after: Worker, at: Instant): Worker {
  if (before.status === after.status) return after;
  if (after.status === 'stopped') return begin(after, at);
  return before.status === 'stopped' ? end(after, at) : after;
}

function begin(worker: Worker, at: Instant): Worker {
  const { desired, desiredCause: cause, desiredReason: reason, desiredSince: decidedAt = at } = worker;
  if (desired !== 'stopped' || cause?.kind !== 'idle') return worker;
  const interval = { decidedAt, by: cause.by, reason, from: at };
  const { stops, recent, ...others } = worker.savings ?? noSavings(at);
  const savings = { ...others, stops: stops + 1, recent: [interval, ...recent].slice(0, kept) };
  return { ...worker, savings };
}

function end(worker: Worker, at: Instant): Worker {
  const { savings, spec, status, desiredCause } = worker;
  if (savings === undefined || openSince(savings) === undefined) return worker;
  const woken = status === 'starting' && desiredCause?.kind === 'booking';
  const [last, ...earlier] = savings.recent;
  const recent = last === undefined ? earlier : [{ ...last, until: at }, ...earlier];
  const starts = savings.starts + (woken ? 1 : 0);
  return { ...worker, savings: { ...savings, ...savedBy(savings, spec.hourlyCostUsd, at), starts, recent } };
}
