import { isFinal, openLabSuspension } from '@lcm/core/domain/session';
import { budgetProblem } from './cost.ts';
import { humanize } from './format.ts';
import { heldBackInWords, hostProblem } from './host-health.ts';
import { attentionOfLicense } from './license.ts';
import { paths } from './paths.ts';
import type { Session, Template, Worker } from './views.ts';

/** Something a person should look at: what, why, and where. */
export interface Attention {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly href: string;
  readonly severity: 'danger' | 'warning';
}

const recentMs = 24 * 3600_000;

function workerProblem(worker: Worker, now: number): Pick<Attention, 'why' | 'severity'> | undefined {
  if (worker.status === 'terminated' || worker.status === 'terminating') return undefined;
  if (worker.status === 'failed' || worker.status === 'unknown') {
    return { why: `${worker.status}: ${worker.reason}`, severity: 'danger' };
  }
  return serviceProblem(worker, now);
}

function serviceProblem(worker: Worker, now: number): Pick<Attention, 'why' | 'severity'> | undefined {
  const { failures, pressure = [] } = worker;
  if (worker.service === 'error') return { why: 'CML reports an error', severity: 'danger' };
  const host = hostProblem(worker);
  if (host !== undefined) return host;
  const license = attentionOfLicense(worker, now);
  if (license !== undefined) return { why: license.words, severity: license.isUrgent ? 'danger' : 'warning' };
  if (pressure.length > 0) return { why: `Its host runs short of ${pressure.join(' and ')}`, severity: 'warning' };
  if (failures === 0) return undefined;
  return { why: `Launch ${worker.launch}, after ${failures} that failed: ${worker.reason}`, severity: 'warning' };
}

function failedStep(session: Session): string | undefined {
  if (isFinal(session)) return undefined;
  for (const steps of Object.values(session.progress)) {
    for (const [name, { status, message }] of Object.entries(steps)) {
      if (status === 'failed') return `${humanize(name)} failed: ${message}`;
    }
  }
  return undefined;
}

const beforeReady: readonly Session['status'][] = ['pending', 'scheduled', 'instantiating'];

function isLate(session: Session, now: number): boolean {
  const start = session.timeslot?.start ?? session.wanted.start;
  return start !== undefined && Date.parse(start) < now && beforeReady.includes(session.status);
}

function failedLately(session: Session, now: number): boolean {
  const failed = session.outcome?.result === 'failed' || session.status === 'failed';
  return failed && Date.parse(session.statusSince) > now - recentMs;
}

function whyEnded({ outcome, reason }: Session): string {
  return outcome === undefined ? reason : outcome.reason;
}

/** Of one that somebody has, or is about to have. */
function lostLab(session: Session): Pick<Attention, 'why' | 'severity'> | undefined {
  const lost = openLabSuspension(session);
  if (lost?.cause !== 'worker-lost') return undefined;
  const where = session.wish?.kind === 'replace' ? 'another place is looked for' : 'its lab is being brought back';
  return { why: `Its host was lost at ${lost.from}: ${where}`, severity: 'danger' };
}

function sessionProblem(session: Session, now: number): Pick<Attention, 'why' | 'severity'> | undefined {
  const lost = lostLab(session);
  if (lost !== undefined) return lost;
  const step = failedStep(session);
  if (step !== undefined) return { why: step, severity: 'warning' };
  if (isLate(session, now)) return { why: 'Its start has passed and it is not ready', severity: 'danger' };
  const { verdict } = session;
  if (session.status === 'pending' && verdict?.placed === false) return { why: verdict.summary, severity: 'warning' };
  return failedLately(session, now) ? { why: whyEnded(session), severity: 'warning' } : undefined;
}

export interface Things {
  readonly workers: readonly Worker[];
  readonly sessions: readonly Session[];
  readonly templates: readonly Template[];
}

/** What needs a person, the worst first. */
export function needsAttention({ workers, sessions, templates }: Things, now: number): readonly Attention[] {
  const found: Attention[] = [...budgets(templates, workers, now)];
  const held = heldBackInWords(workers);
  if (held !== undefined) found.push({ ...held, id: 'held-back', href: paths.workers(), severity: 'danger' });
  for (const worker of workers) {
    const problem = workerProblem(worker, now);
    if (problem !== undefined) {
      found.push({ ...problem, id: worker.id, title: worker.name, href: paths.worker(worker.id) });
    }
  }
  for (const session of sessions) {
    const problem = sessionProblem(session, now);
    if (problem !== undefined) {
      found.push({ ...problem, id: session.id, title: session.name, href: paths.session(session.id) });
    }
  }
  return worstFirst(found);
}

export function worstFirst(found: readonly Attention[]): readonly Attention[] {
  return found.toSorted((a, b) => Number(b.severity === 'danger') - Number(a.severity === 'danger'));
}

function budgets(templates: readonly Template[], workers: readonly Worker[], now: number): readonly Attention[] {
  return templates.flatMap((template) => {
    const problem = template.deletedAt === undefined ? budgetProblem(template, workers, now) : undefined;
    if (problem === undefined) return [];
    return [{ ...problem, id: template.name, title: `Template ${template.name}`, href: paths.templates() }];
  });
}
