import { at, id } from '@lcm/core/contracts/primitives';
import { WorkerId } from '@lcm/core/domain/worker';
import { runFeed } from '@lcm/core/reconcile';
import * as z from 'zod';
import { Coalesced } from './coalesced.ts';
import type { CompanionDeps } from './companions.ts';
import type { MeasuredSpan, Measurements } from './measurements.ts';
import type { ViewFeed } from './view-feed.ts';

interface Deps extends Pick<CompanionDeps, 'coordination' | 'clock' | 'replica'> {
  readonly measurements: Measurements;
  readonly feed: Pick<ViewFeed, 'isWatched'>;
}

const measuredKey = '/lcm/measured';

/** Not the samples: they are in the store that all share. */
const Announcement = z.object({
  by: z.string(),
  spans: z.array(z.object({ workerId: id(WorkerId), from: at, to: at })),
});

/**
 * Tells the others what was brought to this control plane and, until aborted, the readers of this one what was brought to
 * others. As all measurements on the stream, one may be lost or come twice: charts read the store when they begin.
 */
export function shareMeasurements(deps: Deps): (signal: AbortSignal) => Promise<void> {
  const { measurements, coordination, clock, replica } = deps;
  measurements.onTaken((spans) => {
    const value = JSON.stringify(z.encode(Announcement, { by: replica.name, spans: [...spans] }));
    void coordination.put(measuredKey, value).catch(() => undefined);
  });
  return async (signal) =>
    runFeed({
      coordination,
      prefix: measuredKey,
      keyOf: ({ value }) => value,
      queue: { add: hearing(deps) },
      clock,
      random: replica.random,
      signal,
      resyncMs: replica.resyncMs,
    });
}

/** One after the other, so that no reader is told an older figure after a newer one. */
function hearing({ measurements, feed, replica }: Deps): (value: string) => void {
  const waiting: MeasuredSpan[] = [];
  const telling = new Coalesced(async () => {
    for (const span of waiting.splice(0)) await measurements.retell(span);
  });
  return (value) => {
    const heard = announcementIn(value);
    if (heard === undefined || heard.by === replica.name || !feed.isWatched) return;
    waiting.push(...heard.spans);
    void telling.run().catch(() => undefined);
  };
}

/** Undefined when the key is gone, or was written by another version. */
function announcementIn(value: string): z.output<typeof Announcement> | undefined {
  try {
    return Announcement.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}
