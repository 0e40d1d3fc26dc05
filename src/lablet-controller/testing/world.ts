import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { builtInGradingEngine } from '@lcm/core/adapters/grading-engine/built-in-grading-engine';
import { type CaptureWish, DefinitionId } from '@lcm/core/domain/definition';
import { type Session, type SessionEvent, SessionId } from '@lcm/core/domain/session';
import { ReservationId, type WorkerEvent, WorkerId } from '@lcm/core/domain/worker';
import { FakeClock, type Instant, instant } from '@lcm/core/kernel';
import { ConsoleError, type Consoles } from '@lcm/core/ports/consoles';
import { type GradingEngine, gradingEnginesOf } from '@lcm/core/ports/grading-engine';
import { type LabDeliveries, oneDelivery } from '@lcm/core/ports/lab-delivery';
import type { Next } from '@lcm/core/reconcile';
import { type SessionReconcilerDeps, sessionReconciler } from '../session/session-reconciler.ts';
import { FakeDelivery } from './fake-delivery.ts';
import { FakeLabs } from './fake-labs.ts';

export const start = instant(1_767_600_000_000);
export const sessionId = SessionId.parse('ses_1');
export const workerId = WorkerId.parse('wkr_1');
const definitionId = DefinitionId.parse('def_1');
const minute = 60_000;
const mostLooksAtOnce = 30;

export const rules = `
format: lcm-grading/1
title: Names
cutScore: 50
sections:
  - id: names
    title: Names
    items:
      - { id: r1, title: R1 has its name, points: 10, node: R1, check: { lines: [hostname R1] } }
`;

const needs = { cpuCores: 2, memoryMiB: 2048, storageGiB: 2, nodes: 2 };
const ports = [
  { name: 'R1_serial', label: 'R1', protocol: 'serial' },
  { name: 'R2_serial', label: 'R2', protocol: 'serial' },
];

export interface Prepared {
  readonly graded?: boolean;
  /** By the engine outside. */
  readonly outside?: boolean;
  readonly by?: string;
  readonly topology?: string;
  readonly captures?: readonly CaptureWish[];
}

interface Defined {
  readonly by: string | undefined;
  readonly topology: string;
  readonly outside: boolean;
  readonly captures: readonly CaptureWish[] | undefined;
}

/** One session an hour long, placed on a worker that is up, and everything around it. */
export class World {
  readonly clock = new FakeClock(start - 60 * minute);
  readonly labs = new FakeLabs(this.clock);
  readonly delivery = new FakeDelivery();
  deliveries: LabDeliveries = oneDelivery(this.delivery);
  /** The engine outside, where there is one. */
  grader: GradingEngine | undefined;
  readonly blobs = new MemoryBlobs();
  /** By the command; what is not here nobody answers. */
  readonly answers = new Map<string, string>();
  readonly asked: string[] = [];
  readonly controlPlane = new MemoryControlPlane(this.clock);
  readonly #consoles: Consoles = {
    ask: async ({ port }, commands) => {
      this.asked.push(...commands.map((command) => `${port} ${command}`));
      return commands.map((command) => {
        const output = this.answers.get(command);
        if (output === undefined) throw new ConsoleError('no-prompt', 'nobody answers');
        return { command, output };
      });
    },
  };
  #reconciler = sessionReconciler(this.deps());
  #looksAtOnce = 0;
  because = '';
  /** Whether the controller's lease still holds, as its own clock has it. */
  mayAct = true;

  deps(): SessionReconcilerDeps {
    return {
      controlPlane: this.controlPlane,
      cml: this.labs,
      deliveries: this.deliveries,
      consoles: this.#consoles,
      blobs: this.blobs,
      clock: this.clock,
      leadership: { fence: () => ({ election: 'lablet-controller', token: 1 }), mayAct: () => this.mayAct },
      cmlAccess: { username: 'admin', password: 'secret' },
      deviceHostOf: ({ publicIp }) => publicIp,
      graders: gradingEnginesOf(builtInGradingEngine(this.clock), this.grader),
      pollMs: 45_000,
    };
  }

  /** Puts definition, worker and the placed session into the control plane. */
  async prepare(prepared: Prepared = {}): Promise<this> {
    const { graded = true, outside = false, by = rules, topology = 'lab: {}', captures } = prepared;
    const at = this.clock.now();
    await this.#define({ by: graded ? by : undefined, topology, outside, captures });
    this.controlPlane.workers.append(workerId, aRunningWorker(at));
    this.controlPlane.sessions.append(sessionId, aPlacedSession(at));
    return this;
  }

  async #define({ by, topology, outside, captures }: Defined): Promise<void> {
    const text = new TextEncoder();
    const topologyKey = await this.blobs.put(text.encode(topology));
    const rulesKey = by === undefined ? undefined : await this.blobs.put(text.encode(by));
    this.controlPlane.definitions.set(definitionId, {
      id: definitionId,
      revision: 1,
      status: 'active',
      reason: 'published',
      createdAt: this.clock.now(),
      createdBy: 'author',
      slug: 'names',
      version: '1.0.0',
      title: 'Names',
      summary: 'Names',
      formQualifiedName: 'Exam Associate CCNA v1.1 LAB 1.1a',
      packageHash: 'a'.repeat(64),
      topologyKey,
      rulesKey,
      ...(outside && { gradingEngine: 'external' as const }),
      needs,
      nodeCount: 2,
      nodeDefinitions: ['iol-xe'],
      ports,
      bootSeconds: 60,
      durationMinutes: 60,
      maxDurationMinutes: 120,
      ...(captures && { captures }),
    });
  }

  get session(): Session {
    const session = this.controlPlane.sessions.get(sessionId);
    if (session === undefined) throw new Error('no session');
    return session;
  }

  commit(...events: SessionEvent[]): void {
    this.controlPlane.sessions.append(sessionId, events);
  }

  commitWorker(...events: WorkerEvent[]): void {
    this.controlPlane.workers.append(workerId, events);
  }

  /** The process dies and another takes over. */
  restart(): void {
    this.#reconciler = sessionReconciler(this.deps());
  }

  /** The n-th report from now on takes effect or does not, and its answer is never heard: the process has died. */
  dieAtReport(nth: number, takesEffect: boolean): void {
    const { controlPlane } = this;
    const send = controlPlane.send.bind(controlPlane);
    let sent = 0;
    controlPlane.send = async (name, input) => {
      sent += 1;
      if (sent !== nth) return send(name, input);
      if (takesEffect) await send(name, input);
      this.restart();
      throw new Error('the process died');
    };
  }

  async look(): Promise<number> {
    const next = await this.#reconciler.reconcile(sessionId, new AbortController().signal).catch(failedLook);
    if (next.kind === 'settled') return 30 * minute;
    this.because = next.because;
    this.#looksAtOnce = next.afterMs === 0 ? this.#looksAtOnce + 1 : 0;
    if (this.#looksAtOnce > mostLooksAtOnce) throw new Error(`runs hot: ${next.because}`);
    return next.afterMs;
  }

  async live(until: Instant | number): Promise<void> {
    while (this.clock.now() < until) {
      const afterMs = await this.look();
      this.clock.step(Math.min(afterMs, 30 * minute, until - this.clock.now()));
    }
  }
}

function failedLook(error: unknown): Next {
  return { kind: 'again', afterMs: 5000, because: error instanceof Error ? error.message : 'failed' };
}

function aRunningWorker(at: Instant): WorkerEvent[] {
  return [
    {
      type: 'WorkerCreated',
      id: workerId,
      name: 'exam-room-1',
      template: 'metal',
      spec: {
        region: 'us-east-1',
        instanceType: 'm5zn.metal',
        imageName: 'cml-*',
        volumeGiB: 200,
        capacity: { cpuCores: 48, memoryMiB: 196_608, storageGiB: 180, nodes: 20 },
        portRange: { first: 20_000, last: 20_999 },
        hourlyCostUsd: 4,
        unlicensedNodes: 5,
        registersLicense: true,
      },
      origin: 'created',
      desired: 'running',
      reason: 'asked for',
      by: 'admin',
      at,
    },
    { type: 'WorkerInstanceAssigned', launch: 1, instanceId: 'i-1', at },
    { type: 'WorkerAddressChanged', publicIp: '192.0.2.1', at },
    { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
    { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: 'https://192.0.2.1', cmlVersion: '2.9.0', at },
  ];
}

function aPlacedSession(at: Instant): SessionEvent[] {
  const end = instant(start + 60 * minute);
  const from = instant(start - 20 * minute);
  const placement = {
    workerId,
    workerName: 'exam-room-1',
    reservationId: ReservationId.parse('res_1'),
    from,
    until: instant(end + 15 * minute),
    ports: { R1_serial: 20_000, R2_serial: 20_001 },
    why: 'it has room',
  };
  const verdict = { decidedAt: at, placed: true, summary: 'placed', workers: [], wouldHelp: [] };
  return [
    {
      type: 'SessionBooked',
      id: sessionId,
      name: 'Tuesday',
      definition: { id: definitionId, title: 'Names', version: '1.0.0', needs, ports, bootSeconds: 60 },
      ownerId: 'user',
      by: 'user',
      wanted: { start, durationMinutes: 60 },
      at,
    },
    { type: 'SessionScheduled', timeslot: { start, end }, placement, verdict, at },
  ];
}
