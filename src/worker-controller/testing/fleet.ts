import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { type Worker, WorkerId } from '@lcm/core/domain/worker';
import { FakeClock, type Instant } from '@lcm/core/kernel';
import { type InstanceId, instanceId } from '@lcm/core/ports/instances';
import type { Reconciler } from '@lcm/core/reconcile';
import { workerReconciler } from '../worker/worker-reconciler.ts';
import { defaultWorkerSettings } from '../worker/worker-settings.ts';
import { aCreatedWorker } from './a-worker.ts';
import { FakeCloud } from './fake-cloud.ts';

/** Workers that all run, and the one controller that looks at each of them when it said it would. */
export class Fleet {
  readonly clock = new FakeClock(1_767_600_000_000);
  readonly cloud = new FakeCloud(this.clock);
  readonly controlPlane = new MemoryControlPlane(this.clock);
  readonly ids: readonly WorkerId[];
  readonly #due = new Map<WorkerId, number>();
  #reconciler = this.#lead();

  constructor(hosts: number) {
    this.ids = Array.from({ length: hosts }, (_, index) => WorkerId.parse(`wkr_${index + 1}`));
    for (const id of this.ids) this.#begin(id);
  }

  /** The process dies and another takes over, which has seen nobody yet. */
  restart(): void {
    this.#reconciler = this.#lead();
  }

  worker(id: WorkerId): Worker {
    const worker = this.controlPlane.workers.get(id);
    if (worker === undefined) throw new Error(`no ${id}`);
    return worker;
  }

  hostOf(id: WorkerId): InstanceId {
    return instanceId(this.worker(id).instanceId ?? '');
  }

  /** Nobody is heard from it any more, or nobody shows it. */
  darken(id: WorkerId, how: 'cut-off' | 'hidden'): void {
    if (how === 'hidden') this.cloud.hidden.add(this.hostOf(id));
    else this.cloud.at(this.#at(id)).isCutOff = true;
  }

  lighten(id: WorkerId): void {
    this.cloud.hidden.delete(this.hostOf(id));
    this.cloud.at(this.#at(id)).isCutOff = false;
  }

  /** How many hosts are believed dead, or were replaced for it. */
  get believedDead(): number {
    const workers = this.ids.map((id) => this.worker(id));
    return workers.filter(({ launch, status, service }) => launch > 1 || status === 'failed' || service === 'error')
      .length;
  }

  async live(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    for (let next = this.#next(); next.at < until; next = this.#next()) {
      this.clock.step(Math.max(0, next.at - this.clock.now()));
      await this.#look(next.id);
    }
    this.clock.step(until - this.clock.now());
  }

  #lead(): Reconciler<WorkerId> {
    return workerReconciler({
      controlPlane: this.controlPlane,
      instances: this.cloud,
      cml: this.cloud,
      clock: this.clock,
      leadership: { fence: () => ({ election: 'worker-controller', token: 1 }), mayAct: () => true },
      cmlAccess: {
        username: 'admin',
        password: 'secret',
        endpointOf: ({ publicIp }) => publicIp && `https://${publicIp}`,
      },
      tags: {},
      settings: defaultWorkerSettings,
    });
  }

  #begin(id: WorkerId): void {
    const at: Instant = this.clock.now();
    const { id: instance, publicIp } = this.cloud.appear();
    this.controlPlane.workers.append(id, [
      aCreatedWorker({ id, name: id }, at),
      { type: 'WorkerInstanceAssigned', launch: 1, instanceId: instance, at },
      { type: 'WorkerAddressChanged', publicIp, at },
      { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'it was launched', at },
      { type: 'WorkerStatusChanged', to: 'running', reason: 'it runs', at },
      { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: `https://${publicIp}`, at },
    ]);
    // As they are looked at: not all at once.
    this.#due.set(id, at + Math.floor((this.#due.size * defaultWorkerSettings.idlePollMs) / this.ids.length));
  }

  #at(id: WorkerId): { readonly url: string; readonly username: string; readonly password: string } {
    return { url: `https://${this.worker(id).publicIp}`, username: '', password: '' };
  }

  #next(): { readonly id: WorkerId; readonly at: number } {
    const [first] = [...this.#due].toSorted(([, a], [, b]) => a - b);
    if (first === undefined) throw new Error('an empty fleet');
    return { id: first[0], at: first[1] };
  }

  async #look(id: WorkerId): Promise<void> {
    const next = await this.#reconciler.reconcile(id, new AbortController().signal);
    const afterMs = next.kind === 'again' ? next.afterMs : defaultWorkerSettings.restPollMs;
    this.#due.set(id, this.clock.now() + Math.max(1, afterMs));
  }
}
