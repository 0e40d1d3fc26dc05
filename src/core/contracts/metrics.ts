import * as z from 'zod';
import { type FigureName, sampleSources } from '../domain/metrics/index.ts';
import { WorkerId } from '../domain/worker/index.ts';
import { at, count, id } from './primitives.ts';

const percent = z.number().nonnegative().optional();
const perSecond = z.number().nonnegative().optional();

const figures = {
  cpuPercent: percent,
  memoryPercent: percent,
  diskPercent: percent,
  networkInBytesPerSecond: perSecond,
  networkOutBytesPerSecond: perSecond,
  /** A mean over a while, in a history. */
  runningNodes: z.number().nonnegative().optional(),
} as const satisfies Record<FigureName, z.ZodType>;

const source = z.enum(sampleSources);

export const Sample = z.object({ workerId: id(WorkerId), at, source, ...figures }).meta({ id: 'Sample' });

const Figure = z.object({ value: z.number(), source, at });

/** Figure by figure: CML first, CloudWatch second. What nobody measures is left out. */
export const CurrentFigures = z
  .object({
    cpuPercent: Figure.optional(),
    memoryPercent: Figure.optional(),
    diskPercent: Figure.optional(),
    networkInBytesPerSecond: Figure.optional(),
    networkOutBytesPerSecond: Figure.optional(),
    runningNodes: Figure.optional(),
  } as const satisfies Record<FigureName, z.ZodType>)
  .meta({ id: 'CurrentFigures' });

/** What controllers measured since they last told. Repeating a report changes nothing. */
export const ReportSamples = z.strictObject({ samples: z.array(Sample).min(1).max(1000) });

export const WorkerMetricsQuery = z.strictObject({
  workerId: id(WorkerId),
  from: at.optional().meta({ description: 'An hour before `to` when left out' }),
  to: at.optional().meta({ description: 'Now when left out' }),
  points: z.coerce
    .number()
    .int()
    .min(1)
    .max(2000)
    .default(240)
    .meta({ description: 'At most this many samples of each source, each the mean of its share of the time' }),
});

export const WorkerMetrics = z
  .object({
    workerId: id(WorkerId),
    from: at,
    to: at,
    current: CurrentFigures,
    samples: z.array(Sample),
    /** How far back there can be any. */
    keptDays: count,
  })
  .meta({ id: 'WorkerMetrics' });

/** The data of a measurement on the live stream. */
export const WorkerMeasurement = z.object({
  workerId: id(WorkerId),
  current: CurrentFigures,
  samples: z.array(Sample),
});
