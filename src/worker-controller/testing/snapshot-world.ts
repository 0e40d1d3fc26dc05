import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { deleteSnapshot, type Snapshot, SnapshotId, type SnapshotOrigin } from '@lcm/core/domain/snapshot';
import { FakeClock } from '@lcm/core/kernel';
import { ControlPlaneError } from '@lcm/core/ports/control-plane';
import { instanceId } from '@lcm/core/ports/instances';
import type { JobResult, Next } from '@lcm/core/reconcile';
import { defaultSnapshotSettings, type SnapshotDeps } from '../snapshot/deps.ts';
import { snapshotReconciler } from '../snapshot/snapshot-reconciler.ts';
import { snapshotRound } from '../snapshot/snapshot-round.ts';
import { aCreatedWorker, workerId } from './a-worker.ts';
import { FakeSnapshots } from './fake-snapshots.ts';

/** What goes wrong between the controller and the only writer. */
export type ReportFault = 'report-lost' | 'report-not-sent';

/** Snapshots, their controller and EC2 around it, on a clock that only moves when the controller waits. */
export class SnapshotWorld {
  readonly clock = new FakeClock(1_767_600_000_000);
  readonly cloud = new FakeSnapshots(this.clock);
  readonly controlPlane = new LossyControlPlane(this.clock);
  readonly coordination = new EmbeddedCoordination({ clock: this.clock });
  mayAct = true;
  #reconciler = snapshotReconciler(this.deps());

  constructor() {
    const at = this.clock.now();
    this.controlPlane.workers.append(workerId, [
      aCreatedWorker({}, at),
      { type: 'WorkerInstanceAssigned', launch: 1, instanceId: 'i-00000001', at },
      { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'launched', at },
      { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
    ]);
  }

  deps(): SnapshotDeps {
    return {
      controlPlane: this.controlPlane,
      coordination: this.coordination,
      snapshots: this.cloud,
      clock: this.clock,
      leadership: { fence: () => ({ election: 'worker-controller', token: 1 }), mayAct: () => this.mayAct },
      tags: { team: 'exams' },
      settings: defaultSnapshotSettings,
    };
  }

  order(number = 1, origin: SnapshotOrigin = 'by-hand'): SnapshotId {
    const id = SnapshotId.parse(`snp_${number}`);
    const { name, template, spec } = aCreatedWorker();
    const worker = {
      id: workerId,
      name,
      launch: 1,
      instanceId: instanceId('i-00000001'),
      running: true,
      template,
      spec,
    };
    const asked = { description: 'vor dem Umbau – heute', reason: 'asked for', by: 'ana', at: this.clock.now() };
    this.controlPlane.snapshots.append(id, [{ type: 'SnapshotRequested', id, worker, origin, ...asked }]);
    return id;
  }

  orderDeletion(id: SnapshotId): void {
    const why = { reason: 'not needed', at: this.clock.now() };
    this.controlPlane.snapshots.change(id, undefined, (snapshot) => deleteSnapshot(snapshot, why));
  }

  of(id: SnapshotId): Snapshot {
    const snapshot = this.controlPlane.snapshots.get(id);
    if (snapshot === undefined) throw new Error(`no ${id}`);
    return snapshot;
  }

  /** The process dies and another takes over. */
  restart(): void {
    this.#reconciler = snapshotReconciler(this.deps());
  }

  async look(id: SnapshotId): Promise<Next> {
    return this.#reconciler.reconcile(id, new AbortController().signal);
  }

  async live(id: SnapshotId, ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    while (this.clock.now() < until) {
      const next = await this.look(id).catch((): Next => ({ kind: 'again', afterMs: 10_000, because: 'it failed' }));
      if (next.kind === 'settled') this.clock.step(until - this.clock.now());
      else this.clock.step(next.afterMs);
    }
  }

  async round(): Promise<JobResult> {
    return snapshotRound(this.deps())();
  }
}

class LossyControlPlane extends MemoryControlPlane {
  #fault: ReportFault | undefined;

  failNext(fault: ReportFault | undefined): void {
    this.#fault = fault;
  }

  override async send(...args: Parameters<MemoryControlPlane['send']>): ReturnType<MemoryControlPlane['send']> {
    const fault = this.#fault;
    this.#fault = undefined;
    if (fault === 'report-not-sent') throw new ControlPlaneError('it does not answer');
    const answer = await super.send(...args);
    if (fault === 'report-lost') throw new ControlPlaneError('the answer was lost');
    return answer;
  }
}
