import type { ControllerCommandInput } from '@lcm/core/contracts/control-plane';
import type { FoundInstanceView } from '@lcm/core/contracts/instance';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { holderOf, type Suspicion, suspicionOf, workerTag } from '@lcm/core/domain/instance';
import type { Instant } from '@lcm/core/kernel';
import type { SeenInstance } from '@lcm/core/ports/instances';
import { factsOf } from './instance-facts.ts';
import type { RegionSight } from './look-at-region.ts';

export interface Judged {
  readonly sight: RegionSight;
  /** Read after the look: whatever was seen by then had its worker's record before. */
  readonly seats: readonly WorkerView[];
  /** Of this region, those that are not gone. */
  readonly known: readonly FoundInstanceView[];
  readonly imagePatterns: readonly string[];
  readonly at: Instant;
  readonly readLagMs: number;
  /** Since when each known one has not been seen, by its id. */
  readonly missingSince: ReadonlyMap<string, Instant>;
}

export type RegionReport = Omit<ControllerCommandInput<'ReportInstances'>, 'region'>;

/** Pure: which instances nobody has, and which of the known ones are none of them any more. */
export function judgeRegion(judged: Judged): RegionReport {
  const { sight, known } = judged;
  const instances = [...sight.instances.values()].flatMap((seen) => {
    const record = known.find((one) => one.instanceId === seen.id);
    const facts = factsOf(seen, sight.imageNames.get(seen.imageId) ?? record?.facts?.imageName);
    const suspicion = suspect({ judged, seen, record });
    return suspicion === undefined ? [] : [{ instanceId: seen.id, facts, suspicion }];
  });
  const gone = known.flatMap((record) => {
    const reason = whyGone(judged, record);
    return reason === undefined ? [] : [{ instanceId: record.instanceId, reason }];
  });
  return { instances, gone };
}

interface Suspect {
  readonly judged: Judged;
  readonly seen: SeenInstance;
  readonly record: FoundInstanceView | undefined;
}

function suspect({ judged, seen, record }: Suspect): Suspicion | undefined {
  const { sight, seats, imagePatterns } = judged;
  const { region } = sight;
  if ((record && isSettling(judged, record)) || isOfJustEnded(judged, seen)) return undefined;
  if (holderOf({ region, instanceId: seen.id, seats }) !== undefined) return undefined;
  const facts = factsOf(seen, sight.imageNames.get(seen.imageId));
  // What was suspected once stays so until somebody decides: it may have been named by its id.
  return suspicionOf({ region, instanceId: seen.id, facts, seats, imagePatterns }) ?? record?.suspicion;
}

/** Looked for by its id, which is another's work; or adopted, and its worker is being made, has it, or has just lost it. */
function isSettling(judged: Judged, record: FoundInstanceView): boolean {
  return record.status === 'sought' || (record.status === 'adopted' && !hasLostIt(judged, record));
}

/** A look may be older than the end of a worker, and what EC2 shows older still: it is looked at again. */
function isOfJustEnded({ seats, at, readLagMs }: Judged, { id, token = '', tags }: SeenInstance): boolean {
  const ended = seats.filter(({ status, statusSince }) => status === 'terminated' && statusSince > at - readLagMs);
  return ended.some((seat) => seat.instanceId === id || token.startsWith(`${seat.id}:`) || tags[workerTag] === seat.id);
}

/** Whether the worker that was made of it has another instance by now, or has ended, and not just this moment. */
function hasLostIt(judged: Judged, { adoption, instanceId }: FoundInstanceView): boolean {
  const seat = judged.seats.find(({ id }) => id === adoption?.workerId);
  if (seat === undefined || seat.statusSince > judged.at - judged.readLagMs) return false;
  return seat.status === 'terminated' || seat.instanceId !== instanceId;
}

function whyGone(judged: Judged, record: FoundInstanceView): string | undefined {
  const { sight, seats, missingSince, at, readLagMs } = judged;
  if (record.status === 'sought') return undefined;
  if (sight.instances.has(record.instanceId)) {
    const holder = record.status === 'adopted' ? undefined : holderOf({ ...record, seats });
    return holder && `it is the host of worker ${holder.name}`;
  }
  const since = missingSince.get(record.instanceId);
  return since !== undefined && at - since >= readLagMs ? 'EC2 does not know it any more' : undefined;
}
