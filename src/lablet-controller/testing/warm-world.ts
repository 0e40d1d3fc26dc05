import { isClosed, type LabRecord } from '@lcm/core/domain/lab';
import { type Session, SessionId } from '@lcm/core/domain/session';
import { ReservationId } from '@lcm/core/domain/worker';
import { labReconciler } from '../lab/lab-reconciler.ts';
import { sessionLabReconciler } from '../lab/session-lab-reconciler.ts';
import { sessionReconciler } from '../session/session-reconciler.ts';
import { warmLabsRound } from '../warm/warm-labs-round.ts';
import { topology } from './lab-world.ts';
import { sessionId, World, workerId } from './world.ts';

const definitionId = 'def_1';
/** What is told is followed up at once; what is awaited takes its time. */
const busyMs = 5_000;
const quietMs = 150_000;
const quiet = new AbortController().signal;

/** One worker with sessions of one definition, and all of the controller that has to do with their labs. */
export class WarmWorld {
  readonly world = new World();
  /** Called before each of the parts acts: where it throws, the process has died there. */
  hook: () => void = () => undefined;
  #parts = this.#begin();

  /** With a definition that wants so many, and so many sessions at the same time. */
  async prepare(depth: number, sessions = 1): Promise<this> {
    await this.world.prepare({ graded: false, topology });
    this.wants(depth);
    for (let number = 2; number <= sessions; number += 1) this.#another(number);
    return this;
  }

  wants(warmDepth: number): void {
    const { definitions } = this.world.controlPlane;
    const definition = definitions.get(definitionId);
    if (definition !== undefined) definitions.set(definitionId, { ...definition, warmDepth });
  }

  #another(number: number): void {
    const { controlPlane } = this.world;
    const [booked, scheduled] = controlPlane.sessions.events;
    if (booked?.type !== 'SessionBooked' || scheduled?.type !== 'SessionScheduled') throw new Error('not prepared');
    const id = SessionId.parse(`ses_${number}`);
    const ports = { R1_serial: 20_000 + number * 2, R2_serial: 20_001 + number * 2 };
    const reservationId = ReservationId.parse(`res_${number}`);
    const placement = { ...scheduled.placement, ports, reservationId };
    controlPlane.sessions.append(id, [
      { ...booked, id },
      { ...scheduled, placement },
    ]);
  }

  #begin() {
    const deps = this.world.deps();
    return {
      session: sessionReconciler(deps),
      lab: labReconciler({ ...deps, pollMs: 5_000 }),
      record: sessionLabReconciler(deps),
      round: async () => warmLabsRound(deps, quiet),
    };
  }

  /** The process dies and another takes over. */
  restart(): void {
    this.#parts = this.#begin();
  }

  async round(): Promise<string> {
    return (await this.#parts.round()).summary;
  }

  /** Everything acts once, in this order; what dies is begun anew. */
  async turn(): Promise<void> {
    const { lab, session, record } = this.#parts;
    await this.#try(async () => this.round());
    for (const { id } of this.labs) await this.#try(async () => lab.reconcile(id, quiet));
    for (const { id } of this.sessions) {
      await this.#try(async () => session.reconcile(id, quiet));
      await this.#try(async () => record.reconcile(id, quiet));
    }
  }

  async #try(act: () => Promise<unknown>): Promise<void> {
    try {
      this.hook();
      await act();
    } catch {
      this.restart();
    }
  }

  async live(minutes: number): Promise<void> {
    const until = this.world.clock.now() + minutes * 60_000;
    while (this.world.clock.now() < until) {
      const told = this.world.controlPlane.sent.length;
      await this.turn();
      const isQuiet = this.world.controlPlane.sent.length === told;
      this.world.clock.step(isQuiet ? quietMs : busyMs);
    }
  }

  get labs(): readonly LabRecord[] {
    return this.world.controlPlane.labs.all();
  }

  /** Records of labs that are there, as far as is known. */
  get present(): readonly LabRecord[] {
    return this.labs.filter((lab) => !isClosed(lab));
  }

  get sessions(): readonly Session[] {
    return this.world.controlPlane.sessions.all();
  }

  get session(): Session {
    const found = this.world.controlPlane.sessions.get(sessionId);
    if (found === undefined) throw new Error('nothing is booked');
    return found;
  }

  commitWorker(...events: Parameters<World['commitWorker']>): void {
    this.world.controlPlane.workers.append(workerId, events);
  }
}
