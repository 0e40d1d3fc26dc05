import type { Session } from '@lcm/core/domain/session';
import type { Report } from './violation.ts';

/** A session before and after one event, not one commit: a place that is lost and found within a commit is two steps. */
export interface BindingStep {
  readonly id: string;
  readonly by: string;
  readonly before: Session | undefined;
  readonly after: Session;
}

/** What may take a place away, or give another, as long as nothing of the session is on its host. */
const movesOf: Readonly<Record<string, boolean>> = {
  SessionMoved: true,
  SessionReplaced: true,
  SessionRequeued: true,
};

/** I2: a session is bound to at most one worker and one lab, and a lab serves one session, on one worker. */
export class Bindings {
  readonly #servesOf = new Map<string, { readonly session: string; readonly worker: string | undefined }>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  stepped(step: BindingStep): void {
    this.#moves(step);
    this.#changesLab(step);
    const { id, after } = step;
    if (after.lab !== undefined) this.#serves(after.lab.id, { session: id, worker: after.placement?.workerId });
  }

  #moves({ id, by, before, after }: BindingStep): void {
    const [was, is] = [before?.placement?.workerId, after.placement?.workerId];
    const isMove = was !== undefined && was !== is;
    if (isMove && movesOf[by] !== true) this.#report('I2', `${id} went from ${was} to ${is} by ${by}`);
  }

  #changesLab({ id, by, before, after }: BindingStep): void {
    const [was, is] = [before?.lab?.id, after.lab?.id];
    const isLost = by === 'SessionHostLost' && is === undefined;
    if (was === undefined || was === is || isLost) return;
    this.#report('I2', `${id} had the lab ${was} and has ${is} by ${by}`);
  }

  #serves(lab: string, now: { readonly session: string; readonly worker: string | undefined }): void {
    const first = this.#servesOf.get(lab) ?? now;
    this.#servesOf.set(lab, first);
    if (first.session !== now.session) this.#report('I2', `the lab ${lab} serves ${first.session} and ${now.session}`);
    if (first.worker !== now.worker)
      this.#report('I2', `the lab ${lab} of ${now.session} is on ${first.worker}, its place on ${now.worker}`);
  }
}
