import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import type { View, ViewKind } from '@lcm/core/contracts/control-plane';
import { evolveWorker, type Line, type Worker, type WorkerEvent, type WorkerReport } from '@lcm/core/domain/worker';
import { FakeClock, type Instant } from '@lcm/core/kernel';
import type { Next } from '@lcm/core/reconcile';
import type { WorkerReconcilerDeps } from '../worker/deps.ts';
import { workerReconciler } from '../worker/worker-reconciler.ts';
import { defaultWorkerSettings } from '../worker/worker-settings.ts';
import { aCreatedWorker, workerId } from './a-worker.ts';
import { FakeCloud } from './fake-cloud.ts';
import type { FakeCml } from './fake-cml.ts';

const failureBackoffMs = 10_000;
const mostLooksAtOnce = 20;

/** One worker, its controller and the cloud around it, on a clock that only moves when the controller waits. */
export class World {
  readonly clock = new FakeClock(1_767_600_000_000);
  readonly cloud = new FakeCloud(this.clock);
  readonly controlPlane = new MemoryControlPlane(this.clock);
  #reconciler = workerReconciler(this.deps());
  #looksAtOnce = 0;
  /** The names of those that were measured at once. */
  readonly measured: string[] = [];
  /** Who says nothing when a worker is measured. */
  unmeasured: readonly string[] = [];
  because = '';
  /** What its CML has told by itself. */
  readonly told: { line?: Line; activityAt?: Instant; labsAt?: Instant } = {};
  mayAct = true;

  constructor(fields: Parameters<typeof aCreatedWorker>[0] = {}) {
    this.commit(aCreatedWorker(fields, this.clock.now()));
  }

  deps(): WorkerReconcilerDeps {
    return {
      controlPlane: this.controlPlane,
      instances: this.cloud,
      cml: this.cloud,
      clock: this.clock,
      leadership: { fence: () => ({ election: 'worker-controller', token: 1 }), mayAct: () => this.mayAct },
      cmlAccess: {
        username: 'admin',
        password: 'secret',
        endpointOf: ({ publicIp }) => publicIp && `https://${publicIp}`,
      },
      licenseToken: 'token',
      tags: {},
      live: {
        lineOf: () => this.told.line,
        activityHeardAt: () => this.told.activityAt,
        labsHeardAt: () => this.told.labsAt,
      },
      settings: defaultWorkerSettings,
      measure: async ({ name }) => {
        this.measured.push(name);
        return this.unmeasured;
      },
    };
  }

  get worker(): Worker {
    const worker = this.controlPlane.workers.get(workerId);
    if (worker === undefined) throw new Error('no worker');
    return worker;
  }

  /** CML on the host that was launched last. */
  get cml(): FakeCml {
    const host = this.cloud.all.at(-1);
    if (host === undefined) throw new Error('no host');
    return this.cloud.at({ url: `https://${host.publicIp}`, username: 'admin', password: 'secret' });
  }

  commit(...events: WorkerEvent[]): void {
    this.controlPlane.workers.append(workerId, events);
  }

  want(to: Worker['desired']): void {
    this.commit({ type: 'WorkerDesiredStatusChanged', to, reason: `wants ${to}`, at: this.clock.now() });
  }

  /** The process dies and another takes over. */
  restart(): void {
    this.#reconciler = workerReconciler(this.deps());
  }

  /** The controller is shown the worker as it is now, so many times, whatever is committed meanwhile. */
  async showOld(times: number): Promise<void> {
    const { controlPlane } = this;
    const get = controlPlane.get.bind(controlPlane);
    const worker = await get('worker', workerId);
    let left = times;
    controlPlane.get = async <Kind extends ViewKind>(kind: Kind, id: string): Promise<View<Kind> | undefined> => {
      left -= 1;
      if (left === 0) controlPlane.get = get;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is what was asked for, when it is a worker
      return kind === 'worker' ? (worker as View<Kind> | undefined) : get(kind, id);
    };
  }

  /** The next report of that type never arrives: the process is gone. */
  dieBefore(type: WorkerReport['type']): void {
    const { controlPlane } = this;
    const send = controlPlane.send.bind(controlPlane);
    controlPlane.send = async (name, input) => {
      if (!('report' in input) || input.report.type !== type) return send(name, input);
      controlPlane.send = send;
      throw new Error('killed');
    };
  }

  /** One look; the time until the next one. */
  async look(): Promise<number> {
    const next = await this.#reconciler.reconcile(workerId, new AbortController().signal).catch(failedLook);
    if (next.kind === 'settled') return 60_000;
    this.because = next.because;
    this.#looksAtOnce = next.afterMs === 0 ? this.#looksAtOnce + 1 : 0;
    if (this.#looksAtOnce > mostLooksAtOnce) throw new Error(`runs hot: ${next.because}`);
    return next.afterMs;
  }

  async live(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    while (this.clock.now() < until) {
      const afterMs = await this.look();
      this.clock.step(Math.min(afterMs, 60_000));
    }
  }
}

function failedLook(error: unknown): Next {
  return { kind: 'again', afterMs: failureBackoffMs, because: error instanceof Error ? error.message : 'failed' };
}

export function aWorker(...events: WorkerEvent[]): Worker {
  return events.reduce((worker, event) => evolveWorker(worker, event), evolveWorker(undefined, aCreatedWorker()));
}
