import * as z from 'zod';
import { CloudWatchError } from '../model/cloudwatch-error.ts';
import type { Dimension, Metric, Span, Statistic } from '../model/cloudwatch-model.ts';
import { statistics } from '../model/cloudwatch-model.ts';

/** awsJson carries times as seconds since 1970. */
const time = z.number().transform((seconds) => Math.floor(seconds * 1000));
const Dimension = z.object({ Name: z.string(), Value: z.string() });
const Metric = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(Dimension).default([]),
});
const period = z.int().positive();

const MetricDataQuery = z.object({
  Id: z.string().regex(/^[a-z]\w{0,254}$/),
  Label: z.string().optional(),
  ReturnData: z.boolean().default(true),
  Expression: z.string().optional(),
  MetricStat: z.object({ Metric, Period: period, Stat: z.string() }).optional(),
});
export type MetricDataQuery = z.output<typeof MetricDataQuery>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const GetMetricData = z.object({
  MetricDataQueries: z.array(MetricDataQuery).min(1).max(500),
  StartTime: time,
  EndTime: time,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: z.int().positive().max(100_800).default(100_800),
  NextToken: z.string().optional(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export const GetMetricStatistics = Metric.extend({
  StartTime: time,
  EndTime: time,
  Period: period,
  Statistics: z.array(z.string()).default([]),
  ExtendedStatistics: z.array(z.string()).default([]),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export const ListMetrics = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(Dimension.partial({ Value: true })).default([]),
  NextToken: z.string().optional(),
});

/** @throws CloudWatchError that names the field which does not fit */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const words = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new CloudWatchError('ValidationError', `1 validation error detected: ${words.join('; ')}`);
}

export function metricOf({ Namespace, MetricName, Dimensions }: z.output<typeof Metric>): Metric {
  return { namespace: Namespace, name: MetricName, dimensions: Dimensions.map(dimensionOf) };
}

function dimensionOf({ Name, Value }: z.output<typeof Dimension>): Dimension {
  return { name: Name, value: Value };
}

interface Asked {
  readonly StartTime: number;
  readonly EndTime: number;
}

/** @throws CloudWatchError with the code that the action has for it */
export function spanOf(
  { StartTime, EndTime }: Asked,
  seconds: number,
  code: 'ValidationError' | 'InvalidParameterValue',
): Span {
  if (StartTime >= EndTime) {
    throw new CloudWatchError(code, 'The parameter StartTime must be less than the parameter EndTime.');
  }
  if (seconds % 60 !== 0) {
    throw new CloudWatchError('InvalidParameterValue', 'The parameter Period must be a multiple of 60.');
  }
  return { from: StartTime, until: EndTime, period: seconds };
}

/** @throws CloudWatchError also for percentiles and the like, which are not simulated */
export function statisticOf(text: string): Statistic {
  const found = statistics.find((statistic) => statistic === text);
  if (found !== undefined) return found;
  throw new CloudWatchError('InvalidParameterValue', `The value ${text} for parameter Stat is not supported.`);
}
