import { runningConfiguration } from '@lcm/cml-simulator/model/device';
import type { CmlModel } from '@lcm/cml-simulator/model/model';
import { definitionId, label, nodeState } from '@lcm/cml-simulator/model/power';
import type { Lab } from '@lcm/cml-simulator/model/state';
import { type Evidence, grade } from '@lcm/core/domain/grading';
import { openLabSuspension, type Session } from '@lcm/core/domain/session';
import { type Clock, toIso } from '@lcm/core/kernel';
import type { ExamPaper } from '../exams/exam-paper.ts';
import { typeSolution } from '../exams/type-solution.ts';
import type { Auditor, SessionStep } from './auditor.ts';

/** How much of the solution a candidate types: on every device, on the first, on none. */
export const efforts = ['all', 'half', 'none'] as const;
export type Effort = (typeof efforts)[number];

interface Sat {
  readonly effort: Effort | 'brought back';
  /** What it is worth, graded here and now by what runs on the devices. */
  readonly points: number;
}

/** Where an exam takes place. */
interface Room {
  readonly clock: Clock;
  readonly auditor: Auditor;
  /** The server on an instance, if there is one. */
  readonly cmlOf: (instance: string) => CmlModel | undefined;
}

/** What candidates did, and what they have to be told it is worth. */
export class Exams {
  readonly #world: Room;
  readonly #paper: ExamPaper;
  readonly #sat = new Map<string, Sat>();
  /** Sat there, and have lost their lab for a while. */
  readonly #away = new Set<string>();

  constructor(world: Room, paper: ExamPaper) {
    this.#world = world;
    this.#paper = paper;
  }

  /** The candidate types into the consoles of their lab, saves, and leaves it. When time is up it counts no more. */
  sit(session: Session, effort: Effort): void {
    const now = this.#world.auditor.sessions.get(session.id) ?? session;
    const { cml, lab } = this.#deskOf(now) ?? {};
    if (cml === undefined || lab === undefined || !mayType(now)) return;
    const nodes = lab.nodes.filter((node) => this.#paper.solution.has(label(node)));
    const count = { all: nodes.length, half: 1, none: 0 }[effort];
    for (const node of nodes.slice(0, count)) typeSolution(cml, node, this.#paper.solution.get(label(node)) ?? '');
    this.#sat.set(session.id, { effort, points: this.#worth(cml, lab) });
  }

  /** A lab that is wiped, or gone with its host, is worth what it is worth when it is back. */
  moved({ after, commit }: SessionStep): void {
    for (const { type, cause } of commit.events) {
      if (type === 'SessionResetStarted' || type === 'SessionHostLost') this.#leave(after.id);
      if (type === 'SessionResumed' && (cause === 'reset' || cause === 'worker-lost')) this.#comeBack(after);
    }
  }

  #leave(id: string): void {
    if (this.#sat.delete(id)) this.#away.add(id);
  }

  #comeBack(session: Session): void {
    const { cml, lab } = this.#deskOf(session) ?? {};
    if (!this.#away.delete(session.id) || cml === undefined || lab === undefined) return;
    this.#sat.set(session.id, { effort: 'brought back', points: this.#worth(cml, lab) });
  }

  /** Somebody stopped the host under the candidate: its lab does not run any more when it is read. */
  interrupted(instance: string): void {
    const { sessions } = this.#world.auditor;
    for (const id of this.#sat.keys()) {
      const session = sessions.get(id);
      if (session !== undefined && this.#isOn(instance, session)) this.#sat.delete(id);
    }
  }

  #isOn(instance: string, { placement, status }: Session): boolean {
    const host = this.#world.auditor.workers.get(placement?.workerId ?? '')?.instanceId;
    return host === instance && (status === 'ready' || status === 'running');
  }

  #deskOf({ definition, lab, placement }: Session): { cml: CmlModel; lab: Lab | undefined } | undefined {
    const { auditor } = this.#world;
    if (auditor.definitions.get(definition.id)?.slug !== this.#paper.slug) return undefined;
    const worker = auditor.workers.get(placement?.workerId ?? '');
    const cml = worker && this.#world.cmlOf(worker.instanceId ?? '');
    return cml && { cml, lab: cml.state.labs.find(({ id }) => id === lab?.id) };
  }

  #worth(cml: CmlModel, lab: Lab): number {
    const now = this.#world.clock.now();
    const nodes = lab.nodes.map((node) => ({
      label: label(node),
      nodeDefinition: definitionId(node),
      state: nodeState(cml, node),
      running: runningConfiguration(cml, node),
    }));
    const evidence: Evidence = { sessionId: lab.id, capturedAt: toIso(now), nodes };
    return grade(this.#paper.rules, evidence, now).points;
  }

  /** Nothing lost: whose session came to its proper end is told what their work is worth. */
  check(): void {
    const { auditor } = this.#world;
    for (const [id, { effort, points }] of this.#sat) {
      const { outcome, score } = auditor.sessions.get(id) ?? {};
      if (outcome?.result !== 'completed' || score?.points === points) continue;
      auditor.report('I7', `${id}: "${effort}" is worth ${points} points and was given ${score?.points}`);
    }
  }

  get count(): number {
    return this.#sat.size;
  }
}

function mayType(session: Session): boolean {
  const isOpen = session.status === 'ready' || session.status === 'running';
  return isOpen && openLabSuspension(session) === undefined;
}
