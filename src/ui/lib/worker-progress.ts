import type { Commit, CommitEvent, Worker } from './views.ts';

export interface ProgressStep {
  readonly name: string;
  readonly state: 'done' | 'current' | 'waiting' | 'failed';
  readonly at: number | undefined;
}

const names = ['Planned', 'Instance requested', 'Starting', 'Running', 'CML available', 'Licensed'] as const;
type StepName = (typeof names)[number];

const byStatus: Readonly<Record<string, StepName>> = {
  pending: 'Planned',
  provisioning: 'Instance requested',
  starting: 'Starting',
  running: 'Running',
};

const licensed: readonly unknown[] = ['registered', 'evaluation'];
/** After these the way up begins again. */
const resets: readonly unknown[] = ['pending', 'stopping', 'stopped', 'failed', 'terminating'];

function licenseStatusOf(event: CommitEvent): unknown {
  const license = event['license'];
  return typeof license === 'object' && license !== null ? Reflect.get(license, 'status') : undefined;
}

function stepOf(event: CommitEvent): StepName | undefined {
  switch (event.type) {
    case 'WorkerCreated':
      return 'Planned';
    case 'WorkerInstanceAssigned':
      return 'Instance requested';
    case 'WorkerStatusChanged':
      return byStatus[String(event['to'])];
    case 'WorkerServiceStatusChanged':
      return event['to'] === 'available' ? 'CML available' : undefined;
    case 'WorkerLicenseChanged':
    case 'WorkerLicenseRegistrationCompleted':
      return licensed.includes(licenseStatusOf(event)) ? 'Licensed' : undefined;
    default:
      return undefined;
  }
}

/** When each step of the present launch was reached, as far as the history tells. */
function timesOf(history: readonly Commit[]): ReadonlyMap<StepName, number> {
  const times = new Map<StepName, number>();
  for (const { at, events } of history.toSorted((a, b) => a.version - b.version)) {
    for (const event of events) {
      if (event.type === 'WorkerStatusChanged' && resets.includes(event['to'])) times.clear();
      const step = stepOf(event);
      if (step !== undefined && !times.has(step)) times.set(step, Date.parse(at));
    }
  }
  return times;
}

const reachedBy: Readonly<Partial<Record<Worker['status'], number>>> = {
  pending: 1,
  provisioning: 2,
  starting: 3,
  running: 4,
  draining: 4,
};

/** How many of the steps the worker has behind it. */
function reached(worker: Worker): number {
  const host = reachedBy[worker.status] ?? 0;
  if (host < 4 || worker.service !== 'available') return host;
  return worker.license.status === 'registered' || worker.license.status === 'evaluation' ? 6 : 5;
}

/** The way from a plan to a worker that takes sessions; empty when it is not on that way. */
export function workerProgress(worker: Worker, history: readonly Commit[]): readonly ProgressStep[] {
  const done = reached(worker);
  if (done === 0) return [];
  const times = timesOf(history);
  const last = worker.spec.registersLicense ? names.length : names.length - 1;
  const broken = worker.service === 'error' || worker.license.failure !== undefined;
  return names.slice(0, last).map((name, index) => {
    if (index < done) return { name, state: 'done', at: times.get(name) };
    if (index > done) return { name, state: 'waiting', at: undefined };
    return { name, state: broken ? 'failed' : 'current', at: undefined };
  });
}
