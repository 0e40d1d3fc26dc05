import { labRecordIdOf } from '@lcm/core/domain/lab';
import { testNow } from '@lcm/core/domain/testing';
import { WorkerId } from '@lcm/core/domain/worker';
import { ok, toIso } from '@lcm/core/kernel';
import { type Aggregate, workers } from '../application/aggregates.ts';
import { type Call, furnish, openTestPlane } from './plane.ts';

type As = Parameters<Call>[2];

const workerId = WorkerId.parse('wkr_1');
const controller = { role: 'lablet-controller' } as const;
const found = { title: 'By hand', rawState: 'STOPPED', owner: 'bob', nodeCount: 1, linkCount: 0, notes: 'mine' };

export type LabPlane = Awaited<ReturnType<typeof openLabPlane>>;

/** The control plane with one worker that is up, and how labs on it become known. */
export async function openLabPlane() {
  const plane = await openTestPlane();
  const { call } = plane;

  /** As a controller would have it decided. */
  async function commit<State, Event extends { readonly type: string }>(
    aggregate: Aggregate<State, Event>,
    id: string,
    events: readonly Event[],
  ): Promise<void> {
    const caller = { actor: { id: 'test', name: 'test', roles: [] }, correlationId: 'test' };
    await plane.plane.deps.streams.change({ aggregate, id }, { operation: 'Test', caller }, () => ok(events));
  }

  async function answer(operation: string, input: unknown, as?: As): Promise<unknown> {
    const result = await call(operation, input, as);
    if (!result.ok) throw new Error(`${result.rejection.code}: ${result.rejection.message}`);
    return result.value.body;
  }

  async function refusal(operation: string, input: unknown, as?: As): Promise<string> {
    const result = await call(operation, input, as);
    return result.ok ? 'taken' : `${result.rejection.code}: ${result.rejection.message}`;
  }

  async function report(labRecordId: string, expectedVersion: number, seen: object): Promise<void> {
    await answer('ReportLab', { labRecordId, expectedVersion, report: seen }, controller);
  }

  async function find(cmlLabId = 'a', fields: object = {}): Promise<string> {
    const labRecordId = labRecordIdOf({ workerId, launch: 1, cmlLabId });
    const times = { createdAt: toIso(testNow), modifiedAt: toIso(testNow) };
    const lab = { workerId, launch: 1, cmlLabId, ...times, ...found, sighting: 'stopped', ...fields };
    await report(labRecordId, 0, { type: 'seen', lab });
    return labRecordId;
  }

  await furnish(call);
  await call('PlanWorker', { workerId, template: 'metal', reason: 'test' }, { role: 'scheduler' });
  const at = testNow;
  await commit(workers, workerId, [
    { type: 'WorkerInstanceAssigned', launch: 1, instanceId: 'i-1', at },
    { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'launched', at },
    { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
    { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: 'https://192.0.2.1', at },
  ]);
  return { plane, workerId, found, commit, answer, refusal, report, find };
}
