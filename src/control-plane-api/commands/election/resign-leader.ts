import { ElectionView, ResignLeader } from '@lcm/core/contracts/election';
import { askToResign, type ElectionName, type Incumbent } from '@lcm/core/domain/election';
import { ok, type Result, reject } from '@lcm/core/kernel';
import { type Coordination, CoordinationError } from '@lcm/core/ports/coordination';
import { currentEpoch, currentLeader } from '@lcm/core/reconcile';
import { elections } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand, type Rejection } from '../../application/operation.ts';
import { inWords } from '../../application/refusals.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
  readonly coordination: Coordination;
}

export const resignLeader = defineCommand({
  name: 'ResignLeader',
  summary: 'Ask who leads a controller to give way to another process of it',
  allow: 'system:manage',
  input: ResignLeader,
  output: ElectionView,
  async handle({ name, token, reason: given }, caller, { streams, coordination }: Deps) {
    const found = await incumbentOf(name, coordination);
    if (!found.ok) return found;
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { operation: 'ResignLeader', caller };
    const changed = await streams.change({ aggregate: elections, id: name }, options, (election, at) => {
      const decided = askToResign(election, found.value, { name, token, reason, at });
      return decided.ok ? decided : reject(inWords(decided.rejection));
    });
    return written(changed, viewOf.election);
  },
});

/** Who leads is known to the coordination store alone. */
async function incumbentOf(
  name: ElectionName,
  coordination: Coordination,
): Promise<Result<Incumbent | undefined, Rejection>> {
  try {
    const [holder, epoch] = await Promise.all([currentLeader(coordination, name), currentEpoch(coordination)]);
    const leads = holder !== undefined && epoch !== undefined;
    return ok(leads ? { leader: holder.candidate, term: { epoch, token: holder.token } } : undefined);
  } catch (error) {
    if (!(error instanceof CoordinationError)) throw error;
    const message = 'The coordination store, which knows who leads, does not answer. Try again shortly.';
    return reject({ code: 'election.unavailable', message });
  }
}
