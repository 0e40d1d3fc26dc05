import { nothing } from '@lcm/core/contracts/primitives';
import { ControllerStatus, SystemHealthView } from '@lcm/core/contracts/system';
import { type ElectionName, electionNames, orderToEnd } from '@lcm/core/domain/election';
import { type Clock, ok } from '@lcm/core/kernel';
import { type Coordination, CoordinationError, type KeyValue } from '@lcm/core/ports/coordination';
import { currentEpoch, electionPrefix, statusPrefix } from '@lcm/core/reconcile';
import { jsonIn } from '../../application/json-in.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly clock: Clock;
  readonly coordination: Coordination;
  readonly views: Views;
}

export const getSystemHealth = defineQuery({
  name: 'GetSystemHealth',
  summary: 'Who leads what, how much there is to do, and which keys are stuck and why',
  allow: 'system:read',
  input: nothing,
  output: SystemHealthView,
  async handle(_input, _caller, { clock, coordination, views }: Deps) {
    const now = clock.now();
    const heldBack = heldBackIn(views);
    try {
      const [elections, statuses, epoch] = await Promise.all([
        coordination.list(electionPrefix),
        coordination.list(statusPrefix),
        currentEpoch(coordination),
      ]);
      const leaders = elections.items.map((holder) => leaderIn(holder, { epoch, views }));
      const controllers = statuses.items.flatMap(({ value }) => statusIn(value));
      return ok({ now, coordination: 'ok', leaders, controllers, heldBack });
    } catch (error) {
      // That the store is away is what is asked for, not a failure to answer.
      if (!(error instanceof CoordinationError)) throw error;
      return ok({ now, coordination: error.message, leaders: [], controllers: [], heldBack });
    }
  },
});

/** Those whom the worker controller does not believe dead although they look so, from the first of them on. */
function heldBackIn(views: Views) {
  const held = views.list('worker').flatMap(({ state }) => state.heldBack ?? []);
  const [first] = held.toSorted((a, b) => a.since - b.since);
  return first && { ...first, workers: held.length };
}

interface Known {
  readonly epoch: number | undefined;
  readonly views: Views;
}

function leaderIn({ key, value, createRevision: token }: KeyValue, { epoch = 0, views }: Known) {
  const election = key.slice(electionPrefix.length);
  const asked = isLed(election) ? views.get('election', election)?.state : undefined;
  const order = orderToEnd(asked, { epoch, token });
  return { election, name: value, token, resigning: order && { reason: order.reason, at: order.at } };
}

function isLed(election: string): election is ElectionName {
  return electionNames.some((name) => name === election);
}

/** Of a later version, or damaged: as good as not said. */
function statusIn(text: string): readonly ControllerStatus[] {
  const { data } = ControllerStatus.safeParse(jsonIn(text));
  return data === undefined ? [] : [data];
}
