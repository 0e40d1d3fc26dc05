import type { OperationView } from '@lcm/core/contracts/operation';
import type { DesiredStatus, Worker } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import type { Commit } from '@lcm/core/ports/state-store';
import { workers } from './aggregates.ts';
import { licenseOrdered, licenseOutcome } from './license-operation.ts';
import type { Outcome, Point } from './operation-outcome.ts';

/**
 * What became of an order to a worker: of what was wanted at that version of it. Read from the worker's own commits, so it is
 * as true after any crash as before. Undefined when there is no such version.
 */
export function operationOf(commits: readonly Commit[], version: number): OperationView | undefined {
  const points = pointsOf(commits).filter(({ commit }) => commit.version >= version);
  const [ordered, ...later] = points;
  if (ordered?.commit.version !== version) return undefined;
  const { worker, commit } = ordered;
  const license = licenseOrdered(commit);
  return {
    id: `${worker.id}.${version}`,
    workerId: worker.id,
    operation: commit.operation,
    wanted: license ?? worker.desired,
    requestedAt: commit.at,
    requestedBy: commit.by.name,
    ...(license === undefined ? outcomeOf(ordered, later) : licenseOutcome(license, ordered, later)),
  };
}

function pointsOf(commits: readonly Commit[]): readonly Point[] {
  const points: Point[] = [];
  for (const commit of commits) points.push({ worker: workers.fold(points.at(-1)?.worker, commit), commit });
  return points;
}

function outcomeOf(ordered: Point, later: readonly Point[]): Outcome {
  const { desired } = ordered.worker;
  for (const { worker, commit } of [ordered, ...later]) {
    if (worker.desired !== desired) return { state: 'superseded', endedAt: commit.at };
    if (isReached(worker, desired)) return done(worker, commit.at);
  }
  const last = later.at(-1) ?? ordered;
  const error = { message: last.worker.reason };
  return last.worker.status === 'failed' ? { state: 'failed', error } : { state: 'requested' };
}

function isReached({ status, instanceId }: Worker, desired: DesiredStatus): boolean {
  // What was never launched is as stopped as can be.
  return status === desired || (desired === 'stopped' && status === 'pending' && instanceId === undefined);
}

function done(worker: Worker, endedAt: Instant): Outcome {
  if (worker.desired !== 'running' || worker.instanceId === undefined) return { state: 'done', endedAt, result: true };
  const { spec, instanceId, publicIp, privateIp } = worker;
  const result = {
    aws_instance_id: instanceId,
    aws_region: spec.region,
    instance_type: spec.instanceType,
    ami_name: spec.imageName,
    instance_state: 'running',
    public_ip: publicIp,
    private_ip: privateIp,
  };
  return { state: 'done', endedAt, result };
}
