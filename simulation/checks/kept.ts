import type { CmlModel } from '@lcm/cml-simulator/model/model';
import { mainConfiguration } from '@lcm/cml-simulator/model/nodes';
import { label } from '@lcm/cml-simulator/model/power';
import type { Session } from '@lcm/core/domain/session';
import type { Clock } from '@lcm/core/kernel';
import type { NodeConfiguration } from '@lcm/core/ports/cml';
import type { StoredEvent } from '@lcm/core/ports/state-store';
import { maxSkewMs } from '../settings.ts';
import type { Auditor, SessionStep } from './auditor.ts';

/** By the labels of the nodes. */
type Configurations = ReadonlyMap<string, string>;

interface Extraction {
  readonly at: number;
  readonly configurations: Configurations;
}

interface Surroundings {
  readonly clock: Clock;
  readonly auditor: Auditor;
  readonly cmlOf: (instance: string) => CmlModel | undefined;
}

/**
 * I7 for what candidates typed: a lab that is brought back on another host, or that a restarted session goes on with, has in
 * CML what CML itself gave out when it was kept last; one that was reset has what it was imported with.
 */
export class Kept {
  readonly #world: Surroundings;
  /** What CML gave out, by the lab. */
  readonly #extractions = new Map<string, Extraction[]>();
  /** What a session must get back, if anything: any of these, where two were read within the error of our clocks. */
  readonly #kept = new Map<string, readonly Extraction[]>();
  readonly #initial = new Map<string, Configurations>();
  /** When a reset had read what it took away: nothing up to then comes back. */
  readonly #begunAnew = new Map<string, number>();
  /** Labs that were looked at when they had been brought back, or begun anew. */
  looks = 0;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** The moment CML reads it, whatever becomes of the answer. */
  extracted(labId: string, nodes: readonly NodeConfiguration[]): void {
    const read = nodes.filter(({ configuration, unread }) => unread === undefined && configuration !== '');
    const configurations = new Map(read.map(({ label: name, configuration }) => [name, configuration]));
    const known = this.#extractions.get(labId) ?? [];
    this.#extractions.set(labId, [...known, { at: this.#world.clock.now(), configurations }]);
  }

  moved({ before, after, commit }: SessionStep): void {
    if (before === undefined) return this.#booked(after);
    for (const event of commit.events) this.#heard(event, after);
    const { saved, evidenceKey } = after;
    if (saved !== undefined && saved.key !== before.saved?.key && !isBeingReset(after)) this.#keep(after, saved.at);
    if (evidenceKey !== before.evidenceKey) this.#keep(after, this.#world.clock.now());
  }

  /** Its lab begins as the other was left. */
  #booked({ id, restartOf }: Session): void {
    const kept = this.#kept.get(restartOf ?? '');
    if (kept !== undefined) this.#kept.set(id, kept);
  }

  #heard(event: StoredEvent, session: Session): void {
    const { type, step, by } = event;
    // Whoever begins anew does not want back what was there.
    if (type === 'SessionResetStarted') this.#kept.delete(session.id);
    const isNeedless = type === 'SessionStepSkipped' && by === undefined;
    if (isNeedless && step === 'load_configurations') this.#checkNothingKept(session);
    if (type === 'SessionStepDone') this.#done(step, session);
  }

  #done(step: unknown, session: Session): void {
    if (step === 'import_lab') this.#imported(session);
    if (step === 'load_configurations') this.#checkRestored(session);
    if (step === 'save_configurations') this.#begunAnew.set(session.id, this.#world.clock.now());
    if (step === 'initial_configurations') this.#checkReset(session);
  }

  /** What was read last when it was kept. */
  #keep({ id, lab }: Session, at: number): void {
    const after = this.#begunAnew.get(id) ?? 0;
    const all = this.#extractions.get(lab?.id ?? '') ?? [];
    const read = all.filter((one) => one.at > after && one.at <= at + toleranceMs);
    const last = read.at(-1);
    if (last !== undefined)
      this.#kept.set(
        id,
        read.filter((one) => one.at >= last.at - 2 * toleranceMs),
      );
  }

  #imported(session: Session): void {
    const lab = this.#labOf(session);
    if (lab !== undefined && !this.#initial.has(session.id)) this.#initial.set(session.id, lab);
  }

  #checkNothingKept({ id }: Session): void {
    if (this.#kept.has(id)) this.#world.auditor.report('I7', `what was kept of ${id} is not put back`);
  }

  #checkRestored(session: Session): void {
    const kept = this.#kept.get(session.id);
    const lab = this.#labOf(session);
    if (kept === undefined || lab === undefined) return;
    this.looks += 1;
    if (kept.some(({ configurations }) => holds(lab, configurations))) return;
    this.#world.auditor.report('I7', `${session.id} goes on, and its lab is not what was kept of it`);
  }

  #checkReset(session: Session): void {
    const [initial, lab] = [this.#initial.get(session.id), this.#labOf(session)];
    if (initial === undefined || lab === undefined) return;
    this.looks += 1;
    if (!holds(lab, initial))
      this.#world.auditor.report('I7', `${session.id} was reset, and its lab is not as it began`);
  }

  /** With what the nodes of its lab would start now. */
  #labOf({ lab: of, placement }: Session): Configurations | undefined {
    const { auditor } = this.#world;
    const cml = this.#world.cmlOf(auditor.workers.get(placement?.workerId ?? '')?.instanceId ?? '');
    const lab = cml?.state.labs.find(({ id }) => id === of?.id);
    return cml && lab && new Map(lab.nodes.map((node) => [label(node), mainConfiguration(cml, node) ?? '']));
  }
}

/** Two machines decide by their own clocks. */
const toleranceMs = 2 * maxSkewMs;

function isBeingReset({ suspensions = [] }: Session): boolean {
  return suspensions.some(({ cause, until }) => cause === 'reset' && until === undefined);
}

function holds(lab: Configurations, expected: Configurations): boolean {
  return [...expected].every(([name, configuration]) => lab.get(name) === configuration);
}
