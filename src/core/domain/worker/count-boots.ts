import type { Instant } from '../../kernel/index.ts';
import type { BootKind } from './boots.ts';
import type { WorkerStatus } from './lifecycle.ts';
import type { Worker } from './worker.ts';

const kept = 10;
const cameToNothing: readonly WorkerStatus[] = [
  'failed',
  'stopping',
  'stopped',
  'terminating',
  'terminated',
  'pending',
];

/** The worker after an event, with how long it took to come up. Clocks of control planes differ: no time is negative. */
export function countBoots(before: Worker, after: Worker, at: Instant): Worker {
  const { boots = { recent: [] } } = before;
  const kind = bootBegun(before.status, after.status);
  if (kind !== undefined) return { ...after, boots: { ...boots, open: { kind, from: at } } };
  if (boots.open === undefined) return after;
  if (before.service !== 'available' && after.service === 'available') {
    // Whoever wrote down its begin may have another clock than whoever writes down its end.
    const ms = Math.max(0, at - boots.open.from);
    const recent = [{ ...boots.open, ms }, ...boots.recent].slice(0, kept);
    return { ...after, boots: { recent } };
  }
  return cameToNothing.includes(after.status) ? { ...after, boots: { recent: boots.recent } } : after;
}

function bootBegun(from: WorkerStatus, to: WorkerStatus): BootKind | undefined {
  if (from === 'pending' && to === 'provisioning') return 'launch';
  return (from === 'stopped' || from === 'stopping') && to === 'starting' ? 'restart' : undefined;
}
