import { SnapshotProgress, type SnapshotView, snapshotProgressPrefix } from '@lcm/core/contracts/snapshot';
import type { SnapshotReport } from '@lcm/core/domain/snapshot';
import { unreachable } from '@lcm/core/kernel';
import { errorGuides, InstancesError, type InstancesErrorCode, instanceId } from '@lcm/core/ports/instances';
import { snapshotId } from '@lcm/core/ports/volume-snapshots';
import { again, type Next, settled } from '@lcm/core/reconcile';
import type { SnapshotDeps } from './deps.ts';
import { begun, type SnapshotStep } from './plan-snapshot.ts';

interface Hand {
  readonly deps: SnapshotDeps;
  readonly snapshot: SnapshotView;
}

type StepOf<Kind extends SnapshotStep['do']> = Extract<SnapshotStep, { do: Kind }>;

const stateChanged = again(0, 'its state changed');
const leadRunsOut = again(1000, 'our lead has to be renewed first');

export async function takeSnapshotStep(hand: Hand, step: SnapshotStep): Promise<Next> {
  const { pollMs } = hand.deps.settings;
  switch (step.do) {
    case 'nothing':
      return settled;
    case 'wait':
      return again(pollMs, step.because);
    case 'follow':
      await sayProgress(hand, step.percent);
      return again(pollMs, `EC2 has copied ${step.percent} %`);
    case 'create':
      return create(hand);
    case 'make-image':
      return makeImage(hand);
    case 'remove':
      return remove(hand, step);
    case 'report':
      return tell(hand, step.report);
    default:
      return unreachable(step);
  }
}

/** Whoever asks again is given what carries the key: see the port. */
async function create(hand: Hand): Promise<Next> {
  const { deps, snapshot } = hand;
  if (!deps.leadership.mayAct()) return leadRunsOut;
  const { id: key, worker } = snapshot;
  const description = `${worker.name} (${worker.id})${snapshot.description && `: ${snapshot.description}`}`;
  try {
    const made = await deps.snapshots.create({
      region: worker.spec.region,
      key,
      instance: instanceId(worker.instanceId),
      description: description.replaceAll(/[^\u0020-\u007e]/gu, '?').slice(0, 255),
      tags: tagsOf(deps, snapshot),
    });
    return await takeSnapshotStep(hand, begun(made));
  } catch (error) {
    if (!(error instanceof InstancesError)) throw error;
    return notBegun(hand, error);
  }
}

/** An answer that was lost may have been a yes: it is not asked again before that would be seen. */
async function notBegun(hand: Hand, error: InstancesError): Promise<Next> {
  const { settings } = hand.deps;
  if (error.code === 'unavailable') return again(settings.readLagMs, error.message);
  if (!errorGuides[error.code].endsLaunch) return again(settings.throttledMs, error.message);
  return tell(hand, { type: 'failed', reason: `EC2 refused it: ${inWords(error)}` });
}

function tagsOf({ tags }: SnapshotDeps, { id, worker, origin }: SnapshotView): Readonly<Record<string, string>> {
  return {
    ...tags,
    Name: `cml-worker-${worker.name}`,
    'lcm:managed_by': 'lablet-cloud-manager',
    'lcm:worker_id': worker.id,
    'lcm:snapshot_id': id,
    'lcm:snapshot_origin': origin,
  };
}

/** Made as soon as it can be: it costs nothing of its own, and a restore need not wait for it. */
async function makeImage(hand: Hand): Promise<Next> {
  const { deps, snapshot } = hand;
  const { cloud, worker } = snapshot;
  if (cloud === undefined) return settled;
  if (!deps.leadership.mayAct()) return leadRunsOut;
  const { region } = worker.spec;
  try {
    return await tell(hand, {
      type: 'image-made',
      imageId: await deps.snapshots.bootImage(region, snapshotId(cloud.id)),
    });
  } catch (error) {
    if (!(error instanceof InstancesError) || error.code !== 'not-found') throw error;
    // It may not be shown yet; the round over the region says when it is gone.
    return again(deps.settings.readLagMs, error.message);
  }
}

const refusals: readonly InstancesErrorCode[] = ['authentication', 'invalid-parameter', 'wrong-state'];

/** The order is committed already; deleting is safe to repeat. */
async function remove(hand: Hand, { ids }: StepOf<'remove'>): Promise<Next> {
  const { deps, snapshot } = hand;
  if (!deps.leadership.mayAct()) return leadRunsOut;
  const { region } = snapshot.worker.spec;
  try {
    await Promise.all(ids.map(async (id) => deps.snapshots.remove(region, snapshotId(id))));
  } catch (error) {
    if (!(error instanceof InstancesError) || !refusals.includes(error.code)) throw error;
    return tell(hand, { type: 'deletion-refused', reason: `EC2 did not delete it: ${inWords(error)}` });
  }
  return again(deps.settings.pollMs, 'it is deleted, and looked for once more');
}

function inWords({ code, message }: InstancesError): string {
  return `${message}; ${errorGuides[code].advice}`;
}

async function tell(hand: Hand, report: SnapshotReport): Promise<Next> {
  const { deps, snapshot } = hand;
  const { id, version } = snapshot;
  const told = await deps.controlPlane.send(
    'ReportSnapshot',
    { snapshotId: id, expectedVersion: version, report },
    { fence: deps.leadership.fence(), correlationId: id },
  );
  if (!told.ok) throw new Error(`${id} refused "${report.type}": ${told.rejection.message}`);
  if (snapshot.state !== 'requested') await deps.coordination.delete(progressKey(snapshot)).catch(() => undefined);
  return stateChanged;
}

/** Nobody waits for it: whoever asks sees what was said before. */
async function sayProgress({ deps, snapshot }: Hand, percent: number): Promise<void> {
  const value = JSON.stringify(SnapshotProgress.encode({ id: snapshot.id, percent }));
  await deps.coordination.put(progressKey(snapshot), value).catch(() => undefined);
}

function progressKey({ id }: SnapshotView): string {
  return `${snapshotProgressPrefix}${id}`;
}
