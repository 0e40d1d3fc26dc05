import { isEnding } from '@lcm/core/domain/instance';
import { instanceId } from '@lcm/core/ports/instances';
import type { Situation } from './situation.ts';
import { type Step, tell } from './step.ts';

/**
 * Instances of earlier launches of this worker: their launch was given up because it never answered, and yet it had
 * happened. Each is written down before it is ended, so that whoever comes next ends it too, and everybody can see why.
 */
export function planLeftovers({ worker, seen, at, settings }: Situation): Step | undefined {
  const { leftovers = [] } = seen;
  const known = worker.leftovers ?? {};
  const fresh = leftovers.find((one) => known[one.instance.id] === undefined && !isEnding(one.instance));
  if (fresh !== undefined) {
    return tell({ type: 'leftover-found', launch: worker.launch, of: fresh.launch, instanceId: fresh.instance.id });
  }
  const ended = leftovers.find(({ instance }) => known[instance.id] !== undefined && isEnding(instance));
  if (ended !== undefined) {
    return tell({ type: 'leftover-ended', launch: worker.launch, instanceId: ended.instance.id });
  }
  // One that EC2 will not end does not keep the worker from what it is for.
  const isAsked = seen.leftoverAskedAt !== undefined && at - seen.leftoverAskedAt < settings.readLagMs;
  const [left] = Object.keys(known);
  return left === undefined || isAsked ? undefined : { do: 'end-leftover', instance: instanceId(left) };
}
