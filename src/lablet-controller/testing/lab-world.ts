import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import type { View } from '@lcm/core/contracts/control-plane';
import { askLab, deadlineOf, type LabAction, type LabEvent, type LabRecord, LabRecordId } from '@lcm/core/domain/lab';
import { workerCreated } from '@lcm/core/domain/testing';
import { type WorkerEvent, WorkerId } from '@lcm/core/domain/worker';
import { FakeClock, instant } from '@lcm/core/kernel';
import type { CmlEndpoint, CmlServers } from '@lcm/core/ports/cml';
import type { Next } from '@lcm/core/reconcile';
import type { LabReconcilerDeps } from '../lab/lab-reconciler.ts';
import { labReconciler } from '../lab/lab-reconciler.ts';
import { LabRefresh } from '../lab/refresh-labs.ts';
import { FakeLabs } from './fake-labs.ts';

/** Two routers and a link, as CML would export them. */
export const topology = `
lab: { title: Names, description: Two routers, notes: '', version: 0.1.0 }
nodes:
  - { id: n0, label: R1, node_definition: iol-xe, x: 0, y: 0, configuration: hostname R1, interfaces: [{ id: i0, label: Ethernet0/0 }] }
  - { id: n1, label: R2, node_definition: iol-xe, x: 9, y: 0, configuration: hostname R2, interfaces: [{ id: i0, label: Ethernet0/0 }] }
links: [{ id: l0, n1: n0, i1: i0, n2: n1, i2: i0 }]
`;

const mostLooksAtOnce = 30;
const longestRestMs = 60_000;

/** Two workers that are up, each with a CML, and what people ask of the labs there. */
export class LabWorld {
  readonly clock = new FakeClock(instant(1_767_600_000_000));
  readonly blobs = new MemoryBlobs();
  readonly controlPlane = new MemoryControlPlane(this.clock);
  readonly hosts: readonly [FakeLabs, FakeLabs] = [new FakeLabs(this.clock), new FakeLabs(this.clock)];
  mayAct = true;
  because = '';
  refresh = new LabRefresh(this.deps());
  #reconciler = labReconciler(this.deps());
  #looksAtOnce = 0;

  constructor() {
    for (const number of [1, 2]) this.#startWorker(number);
  }

  #startWorker(number: number): void {
    const at = this.clock.now();
    this.commitWorker(
      number,
      workerCreated(number, { at }),
      { type: 'WorkerInstanceAssigned', launch: 1, instanceId: `i-${number}`, at },
      { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
      { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: `https://192.0.2.${number}`, at },
    );
  }

  commitWorker(number: number, ...events: readonly WorkerEvent[]): void {
    this.controlPlane.workers.append(`wkr_${number}`, events);
  }

  async worker(number = 1): Promise<View<'worker'>> {
    const worker = await this.controlPlane.get('worker', `wkr_${number}`);
    if (worker === undefined) throw new Error(`there is no worker ${number}`);
    return worker;
  }

  deps(): LabReconcilerDeps {
    const cml: CmlServers = { at: ({ url }: CmlEndpoint) => this.hosts[url.endsWith('1') ? 0 : 1] };
    return {
      controlPlane: this.controlPlane,
      cml,
      blobs: this.blobs,
      clock: this.clock,
      leadership: { fence: () => ({ election: 'lablet-controller', token: 1 }), mayAct: () => this.mayAct },
      cmlAccess: { username: 'admin', password: 'secret' },
      pollMs: 5_000,
    };
  }

  /** The process dies and another takes over. */
  restart(): void {
    this.refresh = new LabRefresh(this.deps());
    this.#reconciler = labReconciler(this.deps());
  }

  /** Throws at the n-th point around a call of CML, once: what was done is done, but nobody heard of it. */
  crashAt(point: number): () => boolean {
    let points = 0;
    for (const host of this.hosts) {
      host.hook = () => {
        points += 1;
        if (points !== point) return;
        this.restart();
        throw new Error('the process died');
      };
    }
    return () => points >= point;
  }

  /** A lab that somebody made by hand, and that was found. */
  async foundLab(title = 'By hand'): Promise<LabRecord> {
    await this.hosts[0].importLab(topology, title);
    await this.readLabs();
    return this.#titled(title);
  }

  async readLabs(number = 1): Promise<void> {
    await this.refresh.worker(await this.worker(number), new AbortController().signal);
  }

  #titled(title: string): LabRecord {
    const lab = this.controlPlane.labs.all().find(({ facts }) => facts.title === title);
    if (lab === undefined) throw new Error(`there is no record of "${title}"`);
    return lab;
  }

  lab(id: string): LabRecord {
    const lab = this.controlPlane.labs.get(id);
    if (lab === undefined) throw new Error(`there is no record ${id}`);
    return lab;
  }

  /** As the control plane would decide it. */
  ask(id: string, action: LabAction): void {
    const decided = askLab(this.lab(id), action, { by: 'ana', reason: 'asked for by ana', at: this.clock.now() });
    if (!decided.ok) throw new Error(decided.rejection.code);
    this.controlPlane.labs.append(id, decided.value);
  }

  async askImport(from: { readonly cloneOf?: LabRecordId; readonly number?: number } = {}): Promise<LabRecordId> {
    const { cloneOf, number = 1 } = from;
    const id = LabRecordId.parse('lab_new');
    const at = this.clock.now();
    const key = cloneOf === undefined ? await this.blobs.put(new TextEncoder().encode(topology)) : undefined;
    const source: LabEvent = {
      type: 'LabImportRequested',
      id,
      workerId: WorkerId.parse(`wkr_${number}`),
      launch: 1,
      title: 'Mine',
      source: cloneOf === undefined ? 'import' : 'clone',
      ...(key !== undefined && { topologyKey: key }),
      ...(cloneOf !== undefined && { cloneOf }),
      by: 'ana',
      deadline: deadlineOf('import', at),
      at,
    };
    this.controlPlane.labs.append(id, [source]);
    return id;
  }

  /** Until nothing is asked of it any more. */
  async live(id: LabRecordId, forMs = 60 * 60_000): Promise<LabRecord> {
    const end = this.clock.now() + forMs;
    while (this.lab(id).pending !== undefined && this.clock.now() < end) {
      const afterMs = await this.#look(id);
      this.clock.step(Math.min(afterMs, longestRestMs));
    }
    return this.lab(id);
  }

  async #look(id: LabRecordId): Promise<number> {
    const next = await this.#reconciler.reconcile(id, new AbortController().signal).catch(failedLook);
    if (next.kind === 'settled') return longestRestMs;
    this.because = next.because;
    this.#looksAtOnce = next.afterMs === 0 ? this.#looksAtOnce + 1 : 0;
    if (this.#looksAtOnce > mostLooksAtOnce) throw new Error(`runs hot: ${next.because}`);
    return next.afterMs;
  }
}

function failedLook(error: unknown): Next {
  return { kind: 'again', afterMs: 5_000, because: error instanceof Error ? error.message : 'failed' };
}
