import type { WorkerView } from '@lcm/core/contracts/worker';
import type { JobResult, JobsToRun } from '@lcm/core/reconcile';
import { CloudWatchRound } from './cloudwatch-round.ts';
import { CmlRound } from './cml-round.ts';
import type { MetricsDeps, RoundResult } from './deps.ts';
import { SampleOutbox } from './sample-outbox.ts';

/** Measure all workers again and again, as long as we lead. Measurements decide nothing here: they are told, and forgotten. */
export function metricsJobs(deps: MetricsDeps): Pick<JobsToRun, 'metrics' | 'host-metrics'> {
  if (!deps.settings.enabled) return {};
  const outbox = new SampleOutbox(deps);
  const [inside, outside] = [new CmlRound(deps, outbox), new CloudWatchRound(deps, outbox)];
  const workers = async () => deps.controlPlane.list('worker');
  return {
    metrics: { run: async () => quiet(await inside.take(await workers()), 'CML server') },
    'host-metrics': { run: async () => quiet(await outside.take(await workers()), 'region') },
  };
}

/** Measures one worker now. Answers with who did not say anything. */
export async function measureOnce(deps: MetricsDeps, worker: WorkerView): Promise<readonly string[]> {
  const outbox = new SampleOutbox(deps);
  const rounds = [
    ['CML', new CmlRound(deps, outbox)],
    ['CloudWatch', new CloudWatchRound(deps, outbox)],
  ] as const;
  const results = rounds.map(async ([name, round]) => ((await round.take([worker])).silent.length === 0 ? [] : [name]));
  return (await Promise.all(results)).flat();
}

function quiet({ asked, silent }: RoundResult, what: string): JobResult {
  const summary = `${asked} ${what}${asked === 1 ? '' : 's'} asked`;
  return silent.length === 0
    ? { summary, news: false }
    : { summary: `${summary}, no answer from ${silent.join(', ')}`, news: false, outcome: 'failed' };
}
