import { ControllerStatus } from '../contracts/system.ts';
import type { Clock } from '../kernel/index.ts';
import type { Coordination, Lease } from '../ports/coordination/index.ts';
import type { LeaderEvent } from './leader.ts';
import type { ReconcileBoard } from './reconcile-board.ts';

export const statusPrefix = '/lcm/status/';

interface Options {
  readonly coordination: Coordination;
  /** Of the controller: `worker-controller`. */
  readonly service: string;
  /** Of this process. */
  readonly name: string;
  readonly board: ReconcileBoard;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly everyMs?: number | undefined;
}

const defaultEveryMs = 5_000;
/** Two may be missed before others think that we are gone. */
const livesFor = 3;
/** The longest in trouble are what an operator looks at; etcd's values are to be small. */
const troublesShown = 20;

/** Says every few seconds how this controller is doing, where whoever is asked for the system's health finds it. */
export async function tellStatus(options: Options): Promise<void> {
  const { coordination, service, name, clock, signal, everyMs = defaultEveryMs } = options;
  const key = `${statusPrefix}${service}/${name}`;
  let lease: Lease | undefined;
  while (!signal.aborted) {
    try {
      lease ??= await coordination.grant(everyMs * livesFor);
      await coordination.keepAlive(lease);
      await coordination.put(key, JSON.stringify(ControllerStatus.encode(statusOf(options))), lease);
    } catch {
      // The store is away, or has forgotten the lease; either way the next round begins afresh.
      lease = undefined;
    }
    await clock.sleep(everyMs, signal);
  }
  if (lease !== undefined) await coordination.revoke(lease).catch(() => undefined);
}

/** As the contract of the system's health reads it. */
function statusOf({ service, name, board, clock }: Options): ControllerStatus {
  const { leadership, reconcilers } = board.report();
  return {
    service,
    name,
    at: clock.now(),
    leads: leadership?.kind === 'leading',
    notLeading: notLeadingOf(leadership),
    reconcilers: reconcilers.map(({ reconciler, depth, counts, troubles }) => ({
      reconciler,
      depth: { ...depth },
      counts: { ...counts },
      troubleCount: troubles.length,
      troubles: troubles.slice(0, troublesShown),
    })),
  };
}

function notLeadingOf(last: LeaderEvent | undefined): string | undefined {
  if (last?.kind === 'ended') return last.because;
  if (last?.kind !== 'failed') return undefined;
  return last.error instanceof Error ? last.error.message : String(last.error);
}
