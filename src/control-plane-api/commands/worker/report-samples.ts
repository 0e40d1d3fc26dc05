import { ReportSamples } from '@lcm/core/contracts/metrics';
import { nothing } from '@lcm/core/contracts/primitives';
import type { CurrentFigures } from '@lcm/core/domain/metrics';
import { measured, type WorkerId } from '@lcm/core/domain/worker';
import { ok } from '@lcm/core/kernel';
import { workers } from '../../application/aggregates.ts';
import { changeExisting } from '../../application/change.ts';
import type { Measurements } from '../../application/measurements.ts';
import { type Caller, defineCommand } from '../../application/operation.ts';
import { settingsNow } from '../../application/settings-now.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly measurements: Measurements;
  readonly streams: Streams;
  readonly views: Views;
}

/** Measurements are kept beside the state. They make a commit only where a host runs short of something, or no longer does. */
export const reportSamples = defineCommand({
  name: 'ReportSamples',
  summary: 'Report what was measured of workers',
  allow: 'worker:report',
  input: ReportSamples,
  output: nothing,
  async handle({ samples }, caller, { measurements, ...deps }: Deps) {
    const known = samples.filter(({ workerId }) => deps.views.get('worker', workerId) !== undefined);
    for (const [id, figures] of await measurements.take(known)) await judge(deps, caller, { id, figures });
    return ok({ output: {}, position: deps.views.position });
  },
});

interface Judged {
  readonly id: WorkerId;
  readonly figures: CurrentFigures;
}

async function judge({ streams, views }: Pick<Deps, 'streams' | 'views'>, caller: Caller, { id, figures }: Judged) {
  const settings = settingsNow(views);
  const limits = { memory: settings['monitoring.memoryPercent'], disk: settings['monitoring.diskPercent'] };
  const full = { memory: figures.memoryPercent?.value, disk: figures.diskPercent?.value };
  const seen = { full, limits };
  const known = views.get('worker', id)?.state;
  if (known === undefined) return;
  const news = measured(known, seen, known.createdAt);
  // Nearly always there is none: then no stream is opened.
  if (!news.ok || news.value.length === 0) return;
  const options = { aggregate: workers, id, operation: 'ReportSamples', caller };
  await changeExisting(streams, options, (worker, at) => measured(worker, seen, at));
}
