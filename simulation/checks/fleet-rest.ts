import { isOpen } from '@lcm/core/domain/task';
import { isImportedLaunch, type Worker } from '@lcm/core/domain/worker';
import type { SimWorld } from '../sim-world.ts';
import { lasting } from './custody.ts';

/** What is not as it is to be: the invariant, and in words what is wrong. */
type Finding = readonly [invariant: string, what: string];

/**
 * When the faults have stopped: every worker is as it is wanted (I11), every instance that lives is a worker's or is
 * shown as nobody's, and what is said to be there is there (I3).
 */
export function fleetFindings(world: SimWorld): readonly Finding[] {
  const workers = [...world.auditor.workers.values()].filter(({ status }) => status !== 'terminated');
  return [
    ...workers.filter((worker) => !isAsWanted(world, worker)).map(unsettled),
    ...unknownInstances(world, workers),
    ...lostInstances(world, workers),
  ];
}

export function checkFleet(world: SimWorld): void {
  for (const [invariant, what] of fleetFindings(world)) world.auditor.report(invariant, what);
}

function unsettled({ id, status, service, desired, reason }: Worker): Finding {
  return ['I11', `${id} is ${status} (CML ${service}) long after the last fault, and is to be ${desired}: ${reason}`];
}

/** One that nobody launches any more says so in a task. */
function isAsWanted(world: SimWorld, worker: Worker): boolean {
  const { status, desired, service, id } = worker;
  if (status === 'failed')
    return [...world.auditor.tasks.values()].some((task) => isOpen(task) && task.subject?.id === id);
  if (isImportedLaunch(worker) && isStuck(world, worker)) return true;
  if (desired === 'running') return status === 'running' && service === 'available';
  return desired === 'stopped' && (status === 'stopped' || status === 'pending');
}

/** Whoever launched it has to look at it: it never boots, and is not ours to replace. */
function isStuck({ ec2 }: SimWorld, { instanceId }: Worker): boolean {
  const instance = ec2.truth.find(({ id }) => id === instanceId);
  return instance?.state === 'pending' || instance?.checks.instance === 'impaired';
}

function unknownInstances(world: SimWorld, workers: readonly Worker[]): readonly Finding[] {
  const { ec2, strangers } = world;
  const known = new Set([...workers.flatMap(instancesOf), ...shownInstances(world)]);
  return ec2.truth
    .filter(({ id, state }) => lasting.includes(state) && strangers.get(id)?.isAlike !== false && !known.has(id))
    .map(({ id, state, order }) => ['I3', `instance ${id} (${order.token ?? 'by hand'}) is ${state}, unknown to all`]);
}

function instancesOf({ instanceId, leftovers = {} }: Worker): readonly string[] {
  return [...(instanceId === undefined ? [] : [instanceId]), ...Object.keys(leftovers)];
}

/** Those that wait for a decision, or for their end. */
function shownInstances({ auditor }: SimWorld): readonly string[] {
  const shown = ['undecided', 'ignored', 'terminating'];
  return [...auditor.instances.values()]
    .filter(({ status }) => shown.includes(status))
    .map(({ instanceId }) => instanceId);
}

function lostInstances(world: SimWorld, workers: readonly Worker[]): readonly Finding[] {
  const there = new Set(world.ec2.truth.filter(({ state }) => lasting.includes(state)).map(({ id }) => id));
  const ofWorkers = workers.filter(({ status }) => status !== 'failed').flatMap(instancesOf);
  return [...ofWorkers, ...shownInstances(world)]
    .filter((id) => !there.has(id))
    .map((id) => ['I3', `instance ${id} is said to be there, and is not`]);
}
