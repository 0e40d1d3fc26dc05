import type { WorkerView } from '@lcm/core/contracts/worker';
import { CloudWatchRound } from './cloudwatch-round.ts';
import { CmlRound } from './cml-round.ts';
import type { MetricsDeps } from './deps.ts';
import { SampleOutbox } from './sample-outbox.ts';

/** Measures all workers again and again, as long as we lead. Measurements decide nothing here: they are told, and forgotten. */
export async function collectMetrics(deps: MetricsDeps): Promise<void> {
  const { settings } = deps;
  if (!settings.enabled) return;
  const outbox = new SampleOutbox(deps);
  const [inside, outside] = [new CmlRound(deps, outbox), new CloudWatchRound(deps, outbox)];
  await Promise.race([
    over(deps.signal),
    every(settings.pollMs, deps, (workers) => inside.take(workers)),
    every(settings.cloudWatchPollMs, deps, (workers) => outside.take(workers)),
  ]);
}

/** Whoever no longer leads waits for nobody: what is still being read changes nothing. */
async function over(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function every(
  ms: number,
  { controlPlane, clock, signal, onFailure }: MetricsDeps,
  round: (workers: readonly WorkerView[]) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const startedAt = clock.monotonic();
    try {
      await round(await controlPlane.list('worker'));
    } catch (error) {
      onFailure?.({ source: 'control-plane', about: 'workers', error });
    }
    await clock.sleep(Math.max(1, ms - (clock.monotonic() - startedAt)), signal);
  }
}
