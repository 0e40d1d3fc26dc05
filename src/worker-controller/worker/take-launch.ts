import type { WorkerView } from '@lcm/core/contracts/worker';
import { hostTags } from '@lcm/core/domain/instance';
import { type LaunchPlace, launchPlaces, launchToken, type WorkerReport } from '@lcm/core/domain/worker';
import { errorGuides, InstancesError } from '@lcm/core/ports/instances';
import { again, type Next } from '@lcm/core/reconcile';
import type { WorkerReconcilerDeps } from './deps.ts';
import { type Hand, stateChanged } from './hand.ts';
import { launchRefused } from './launch-failure.ts';

type Placed = Extract<WorkerReport, { type: 'placed' }>;

/**
 * Writes down where the launch is tried next. Whoever could write it is the first to ask there. It is chosen before that is
 * known to be written: what is shown of an earlier place may be old from here on.
 */
export async function place({ worker, memory, tell }: Hand, report: Placed): Promise<Next> {
  memory.note(worker, { chosenPlace: report.place });
  await tell(report);
  memory.note(worker, { untriedPlace: report.place });
  return stateChanged;
}

/** Asks EC2 for the instance, at one place. */
export async function launch(hand: Hand): Promise<Next> {
  const { deps, worker, memory, tell } = hand;
  if (worker.place !== undefined && memory.of(worker).chosenPlace !== worker.place.number)
    return choose(hand, worker.place);
  if (!deps.leadership.mayAct()) return again(1000, 'our lead has to be renewed before an instance is launched');
  const isFirstTry = worker.place !== undefined && memory.of(worker).untriedPlace === worker.place.number;
  // Reads lag: from here on it takes time until "not seen" means something.
  memory.note(worker, { missingSince: undefined, untriedPlace: undefined });
  try {
    const { id } = await deps.instances.launch(requestOf(deps, worker));
    await tell({ type: 'launched', launch: worker.launch, instanceId: id });
  } catch (error) {
    if (!(error instanceof InstancesError) || !errorGuides[error.code].endsLaunch) throw error;
    return refused(hand, error, isFirstTry);
  }
  return stateChanged;
}

/**
 * Nobody asks at a place that they have not written down themselves under their own lead: the one before may just be
 * going on to the next, and what is shown of one's own choice may be old.
 */
async function choose(hand: Hand, shown: LaunchPlace): Promise<Next> {
  const { worker, memory, tell } = hand;
  const at = { type: 'placed', launch: worker.launch } as const;
  const { chosenPlace = shown.number } = memory.of(worker);
  if (chosenPlace > shown.number)
    return place(hand, { ...at, place: chosenPlace, reason: `${inWords(shown)} was left before` });
  await tell({ ...at, place: shown.number, reason: `${inWords(shown)} goes on under a new lead` });
  memory.note(worker, { chosenPlace: shown.number });
  return stateChanged;
}

/**
 * A refusal for want of capacity leads to the next place when nobody can have asked here before: an answer that was lost
 * may have been another one. Else it ends the launch, which waits until whatever was launched would have shown itself.
 */
async function refused(hand: Hand, error: InstancesError, isFirstTry: boolean): Promise<Next> {
  const { deps, worker, tell } = hand;
  const next = nextPlace(worker);
  if (error.code === 'insufficient-capacity' && isFirstTry && next !== undefined) {
    const reason = `EC2 has no capacity for ${inWords(worker.place)}, ${inWords(next)} is tried`;
    return place(hand, { type: 'placed', launch: worker.launch, place: next.number, reason });
  }
  await tell(launchRefused({ worker, settings: deps.settings }, error));
  return stateChanged;
}

function nextPlace({ spec, place: present }: WorkerView): LaunchPlace | undefined {
  return present && launchPlaces(spec)[present.number + 1];
}

function inWords(at: Omit<LaunchPlace, 'number'> | undefined): string {
  return at?.zone === undefined ? `${at?.instanceType} in any zone` : `${at.instanceType} in ${at.zone}`;
}

function requestOf(deps: WorkerReconcilerDeps, worker: WorkerView): Parameters<typeof deps.instances.launch>[0] {
  const { region, imageId, imageName, volumeGiB } = worker.spec;
  const { instanceType, zone } = worker.place ?? { ...worker.spec, zone: undefined };
  const token = launchToken(worker);
  return { region, token, instanceType, zone, imageId, imageName, volumeGiB, tags: tagsOf(deps, worker) };
}

function tagsOf({ tags }: WorkerReconcilerDeps, worker: WorkerView): Record<string, string> {
  return {
    ...tags,
    ...worker.tags,
    Name: `cml-worker-${worker.name}`,
    ...hostTags(worker),
  };
}
