import { JobPulse, type JobView, jobPulsePrefix } from '../contracts/job.ts';
import { stateKey } from '../contracts/state-keys.ts';
import { isWorthTelling, type JobName, type JobRun, jobNames, recurringJobs, settingOf } from '../domain/job/index.ts';
import { saidSettings, settingsId } from '../domain/settings/index.ts';
import { type Clock, type Instant, instant } from '../kernel/index.ts';
import type { ControlPlane } from '../ports/control-plane/index.ts';
import type { Coordination } from '../ports/coordination/index.ts';
import { type AnyReconcilerSetup, setup } from './controller.ts';
import type { Leadership } from './leader.ts';
import { again, type Next, settled } from './reconciler.ts';

/** What one run found out. A throw is a failed run, with its message. */
export interface JobResult {
  readonly summary: string;
  /** Whether it changed or found something that people look for in the history. */
  readonly news: boolean;
  /** It came to its end, and somebody has to see to something. */
  readonly outcome?: 'failed' | undefined;
}

export interface JobWork {
  readonly run: (signal: AbortSignal) => Promise<JobResult>;
  /** Instead of the table's, unless an operator has chosen one. */
  readonly everyMs?: number | undefined;
  /** After a run that was thrown out of; without it that waits for its turn too. */
  readonly retryMs?: number | undefined;
  /** Also at the begin of each term, whenever it ran last. */
  readonly eachTerm?: boolean | undefined;
}

export type JobsToRun = Readonly<Partial<Record<JobName, JobWork>>>;

export interface JobDeps {
  readonly controlPlane: ControlPlane;
  readonly coordination: Coordination;
  readonly clock: Clock;
  readonly leadership: Leadership;
  readonly resyncMs?: number | undefined;
}

const prefix = stateKey('job/');
/** A round over a large fleet takes its time; one that never ends is given up, and failed. */
const timeoutMs = 10 * 60_000;

/** Runs the recurring jobs of one controller while it leads: when they are due, and when somebody asks. */
export function recurring(jobs: JobsToRun, deps: JobDeps): AnyReconcilerSetup {
  const keys = jobNames.filter((name) => jobs[name] !== undefined);
  return setup({
    reconciler: { name: 'job', reconcile: new Runner(jobs, deps).reconcile },
    prefixes: [prefix],
    keys,
    wakingAll: [stateKey('settings/')],
    resyncMs: deps.resyncMs,
    keyOf: ({ key }) => keys.find((name) => key === `${prefix}${name}`),
    concurrency: keys.length,
    timeoutMs,
  });
}

class Runner {
  /** Of this term: quiet runs are not written down. */
  readonly #lastRuns = new Map<JobName, JobRun>();
  /** Of jobs whose last run was thrown out of and that do not wait for their turn. */
  readonly #retriesMs = new Map<JobName, number>();
  readonly #jobs: JobsToRun;
  readonly #deps: JobDeps;

  constructor(jobs: JobsToRun, deps: JobDeps) {
    this.#jobs = jobs;
    this.#deps = deps;
  }

  readonly reconcile = async (name: JobName, signal: AbortSignal): Promise<Next> => {
    const work = this.#jobs[name];
    if (work === undefined) return settled;
    const job = await this.#job(name);
    const everyMs = (await this.#chosenMs(job)) ?? work.everyMs ?? recurringJobs[name].everyMs;
    const waitMs = this.#waitMs(job, work, everyMs);
    if (waitMs === undefined) return settled;
    if (waitMs > 0) return again(waitMs, 'until its next run');
    const run = await this.#run(job, work, signal);
    if (job.enabled === false) return settled;
    const nextMs = this.#retriesMs.get(name) ?? everyMs;
    await this.#pulse({ name, everyMs, run, nextRunAt: instant(run.endedAt + nextMs) });
    return again(nextMs, run.summary);
  };

  async #job(name: JobName): Promise<JobView> {
    return (await this.#deps.controlPlane.get('job', name)) ?? { name, version: 0 };
  }

  async #chosenMs({ name, everyMs }: JobView): Promise<number | undefined> {
    const setting = settingOf(name);
    if (setting === undefined) return everyMs;
    const said = saidSettings(await this.#deps.controlPlane.get('settings', settingsId))[setting];
    return typeof said === 'number' ? said * 1000 : undefined;
  }

  /** Zero when it is due; none while it is switched off and nobody asks. */
  #waitMs(job: JobView, { eachTerm = false }: JobWork, everyMs: number): number | undefined {
    if (job.triggeredAt !== undefined) return 0;
    if (job.enabled === false) return undefined;
    const last = latest(this.#lastRuns.get(job.name), eachTerm ? undefined : job.lastRun);
    const afterMs = this.#retriesMs.get(job.name) ?? everyMs;
    return last === undefined ? 0 : Math.max(0, last.endedAt + afterMs - this.#deps.clock.now());
  }

  async #run(job: JobView, work: JobWork, signal: AbortSignal): Promise<JobRun> {
    const { clock } = this.#deps;
    const startedAt = clock.now();
    const { news, retryMs, ...result } = await outcomeOf(work, signal);
    const run: JobRun = { startedAt, endedAt: clock.now(), ...result };
    this.#lastRuns.set(job.name, run);
    if (retryMs === undefined) this.#retriesMs.delete(job.name);
    else this.#retriesMs.set(job.name, retryMs);
    if (isWorthTelling(job, run, news)) await this.#report(job.name, run, job.triggeredAt);
    return run;
  }

  async #report(name: JobName, run: JobRun, served: Instant | undefined): Promise<void> {
    const options = { fence: this.#deps.leadership.fence(), correlationId: `job/${name}` };
    const told = await this.#deps.controlPlane.send('ReportJob', { name, run, served }, options);
    if (!told.ok) throw new Error(`the run of ${name} was refused: ${told.rejection.message}`);
  }

  /** Nobody waits for it: whoever asks sees the run before until the next one. */
  async #pulse(pulse: JobPulse): Promise<void> {
    const value = JSON.stringify(JobPulse.encode(pulse));
    await this.#deps.coordination.put(`${jobPulsePrefix}${pulse.name}`, value).catch(() => undefined);
  }
}

function latest(a: JobRun | undefined, b: JobRun | undefined): JobRun | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.endedAt >= b.endedAt ? a : b;
}

interface Outcome extends Pick<JobRun, 'outcome' | 'summary'> {
  readonly news: boolean;
  readonly retryMs?: number | undefined;
}

async function outcomeOf(work: JobWork, signal: AbortSignal): Promise<Outcome> {
  try {
    const { summary, news, outcome = 'done' } = await work.run(signal);
    return { outcome, summary, news };
  } catch (error) {
    const summary = error instanceof Error ? error.message : String(error);
    return { outcome: 'failed', summary, news: false, retryMs: work.retryMs };
  }
}
