import type { ControllerCommandInput } from '@lcm/core/contracts/control-plane';
import type { FoundInstanceView } from '@lcm/core/contracts/instance';
import { type FoundInstanceId, holderOf } from '@lcm/core/domain/instance';
import type { Clock, Instant } from '@lcm/core/kernel';
import type { ControlPlane, SendOptions } from '@lcm/core/ports/control-plane';
import { type Instances, InstancesError, instanceId, type SeenInstance } from '@lcm/core/ports/instances';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import { factsOf } from '../discovery/instance-facts.ts';
import type { Leadership } from '../worker/deps.ts';
import type { WorkerSettings } from '../worker/worker-settings.ts';

export interface InstanceReconcilerDeps {
  readonly controlPlane: ControlPlane;
  readonly instances: Pick<Instances, 'list' | 'terminate'>;
  readonly clock: Clock;
  readonly leadership: Leadership;
  readonly settings: Pick<WorkerSettings, 'busyPollMs' | 'readLagMs'>;
}

/** Carries out what people decided on instances that were found: looks for one, ends one, finishes an adoption. */
export function instanceReconciler(deps: InstanceReconcilerDeps): Reconciler<FoundInstanceId> {
  const missingSince = new Map<FoundInstanceId, Instant>();
  return {
    name: 'instance',
    async reconcile(id) {
      const found = await deps.controlPlane.get('instance', id);
      const next = found === undefined ? settled : await carryOut({ deps, found, missingSince });
      if (next.kind === 'settled') missingSince.delete(id);
      return next;
    },
  };
}

interface Hand {
  readonly deps: InstanceReconcilerDeps;
  readonly found: FoundInstanceView;
  readonly missingSince: Map<FoundInstanceId, Instant>;
}

async function carryOut(hand: Hand): Promise<Next> {
  switch (hand.found.status) {
    case 'sought':
      return seek(hand);
    case 'adopted':
      return settle(hand);
    case 'terminating':
      return end(hand);
    case 'undecided':
    case 'ignored':
    case 'gone':
      return settled;
  }
}

async function seek(hand: Hand): Promise<Next> {
  const { found } = hand;
  const seen = await lookOrRefusal(hand);
  if (seen instanceof InstancesError) return sayGone(hand, `EC2 does not let us look for it: ${seen.message}`);
  if (seen === undefined) return giveUpOrWait(hand, `EC2 knows no instance ${found.instanceId} in ${found.region}`);
  const suspicion = { kind: 'foreign', because: 'an operator asked for it by its id' } as const;
  const sight = { instanceId: found.instanceId, facts: factsOf(seen, undefined), suspicion };
  if (seen.state === 'terminated' || seen.state === 'shutting-down') return sayGone(hand, 'EC2 has ended it');
  await report(hand, { instances: [sight], gone: [] });
  return settled;
}

/** The worker of an adoption that was decided and not finished. */
async function settle({ deps, found }: Hand): Promise<Next> {
  const { adoption, id } = found;
  if (adoption === undefined || (await deps.controlPlane.get('worker', adoption.workerId)) !== undefined)
    return settled;
  const told = await deps.controlPlane.send('SettleAdoption', { foundId: id }, options(deps, id));
  if (!told.ok) throw new Error(`the worker of ${id} could not be made: ${told.rejection.message}`);
  return settled;
}

/** The order is committed already; ending it is safe to repeat. */
async function end(hand: Hand): Promise<Next> {
  const { deps, found } = hand;
  const { busyPollMs } = deps.settings;
  const seen = await look(hand);
  if (seen?.state === 'terminated') return sayGone(hand, found.reason);
  if (seen?.state === 'shutting-down') return again(busyPollMs, 'EC2 is ending it');
  if (!deps.leadership.mayAct()) return again(1000, 'our lead has to be renewed before an instance is ended');
  const holder = holderOf({ ...found, seats: await deps.controlPlane.list('worker') });
  // Whatever was ordered about it when it was nobody's, its worker decides on it by now.
  return holder === undefined ? terminate(hand) : sayGone(hand, `it is the host of worker ${holder.name}`);
}

async function terminate(hand: Hand): Promise<Next> {
  const { deps, found } = hand;
  try {
    await deps.instances.terminate(found.region, instanceId(found.instanceId));
  } catch (error) {
    if (!(error instanceof InstancesError) || error.code !== 'not-found') throw error;
    return giveUpOrWait(hand, 'EC2 does not know it any more');
  }
  return again(deps.settings.busyPollMs, `it is ended: ${found.reason}`);
}

async function look({ deps, found, missingSince }: Hand): Promise<SeenInstance | undefined> {
  const [seen] = await deps.instances.list({ region: found.region, ids: [instanceId(found.instanceId)] });
  if (seen !== undefined) missingSince.delete(found.id);
  return seen;
}

/** A region that there is not, or that is not ours, does not become so by asking again. */
async function lookOrRefusal(hand: Hand): Promise<SeenInstance | InstancesError | undefined> {
  try {
    return await look(hand);
  } catch (error) {
    const isRefusal = error instanceof InstancesError && ['authentication', 'invalid-parameter'].includes(error.code);
    if (isRefusal) return error;
    throw error;
  }
}

/** Not seen is not gone: reads lag behind writes. */
async function giveUpOrWait(hand: Hand, reason: string): Promise<Next> {
  const { deps, found, missingSince } = hand;
  const now = deps.clock.now();
  const since = missingSince.get(found.id) ?? now;
  missingSince.set(found.id, since);
  const { readLagMs, busyPollMs } = deps.settings;
  return now - since >= readLagMs ? sayGone(hand, reason) : again(busyPollMs, reason);
}

async function sayGone(hand: Hand, reason: string): Promise<Next> {
  await report(hand, { instances: [], gone: [{ instanceId: hand.found.instanceId, reason }] });
  return settled;
}

type Told = ControllerCommandInput<'ReportInstances'>;

async function report({ deps, found: { id, region } }: Hand, told: Omit<Told, 'region'>): Promise<void> {
  const answer = await deps.controlPlane.send('ReportInstances', { region, ...told }, options(deps, id));
  if (!answer.ok) throw new Error(`what was seen of ${id} was refused: ${answer.rejection.message}`);
}

function options({ leadership }: InstanceReconcilerDeps, id: FoundInstanceId): SendOptions {
  return { fence: leadership.fence(), correlationId: id };
}
