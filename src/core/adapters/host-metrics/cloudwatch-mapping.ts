import type { FigureName } from '../../domain/metrics/index.ts';
import { type Instant, instant } from '../../kernel/index.ts';
import {
  type HostMeasurement,
  HostMetricsError,
  type HostMetricsErrorCode,
  type HostMetricsQuery,
  periodsMs,
} from '../../ports/host-metrics/index.ts';
import type { InstanceId } from '../../ports/instances/index.ts';

interface Wanted {
  readonly figure: FigureName;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
  /** CloudWatch counts bytes per period. */
  readonly isPerPeriod?: boolean;
}

/**
 * What is read of an instance. The agent's figures are those that it sums up by InstanceId alone: its configuration needs
 * `"aggregation_dimensions": [["InstanceId"]]`. Of several disks the fullest counts.
 */
const wanted: readonly Wanted[] = [
  { figure: 'cpuPercent', namespace: 'AWS/EC2', metric: 'CPUUtilization', statistic: 'Average' },
  { figure: 'networkInBytesPerSecond', namespace: 'AWS/EC2', metric: 'NetworkIn', statistic: 'Sum', isPerPeriod: true },
  {
    figure: 'networkOutBytesPerSecond',
    namespace: 'AWS/EC2',
    metric: 'NetworkOut',
    statistic: 'Sum',
    isPerPeriod: true,
  },
  { figure: 'memoryPercent', namespace: 'CWAgent', metric: 'mem_used_percent', statistic: 'Average' },
  { figure: 'diskPercent', namespace: 'CWAgent', metric: 'disk_used_percent', statistic: 'Maximum' },
];

/** CloudWatch takes at most 500 queries in a call. */
export const instancesPerCall = Math.floor(500 / wanted.length);

export interface SeriesQuery extends Wanted {
  /** Of the query within its call. */
  readonly id: string;
  readonly instance: InstanceId;
}

export interface Series {
  readonly id: string;
  /** Beginnings of periods. */
  readonly times: readonly Instant[];
  readonly values: readonly number[];
}

export function queriesFor(instances: readonly InstanceId[]): readonly SeriesQuery[] {
  return instances.flatMap((instance, index) =>
    wanted.map((one) => ({ ...one, instance, id: `${one.figure}_${index}` })),
  );
}

/** Whole periods only. */
export function spanOf({ from, until, detailed }: HostMetricsQuery): {
  readonly from: Instant;
  readonly until: Instant;
  readonly periodMs: number;
} {
  const periodMs = detailed ? periodsMs.detailed : periodsMs.basic;
  const floor = (at: Instant): Instant => instant(Math.floor(at / periodMs) * periodMs);
  return { from: floor(from), until: floor(until), periodMs };
}

/** Figures of one instance and period come together. */
export function measurementsOf(
  queries: readonly SeriesQuery[],
  series: readonly Series[],
  periodMs: number,
): readonly HostMeasurement[] {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const found = new Map<string, HostMeasurement>();
  for (const { id, times, values } of series) {
    const query = byId.get(id);
    if (query === undefined) continue;
    for (const [index, time] of times.entries()) {
      const at = instant(time + periodMs);
      const key = `${query.instance} ${at}`;
      const value = (values[index] ?? 0) / (query.isPerPeriod ? periodMs / 1000 : 1);
      found.set(key, { ...(found.get(key) ?? { instance: query.instance, at }), [query.figure]: value });
    }
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at);
}

/** Codes of CloudWatch and of its SDK: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html */
const codeOf: ReadonlyMap<string, HostMetricsErrorCode> = new Map([
  ['Throttling', 'throttled'],
  ['ThrottlingException', 'throttled'],
  ['TooManyRequestsException', 'throttled'],
  ['AccessDenied', 'authentication'],
  ['AccessDeniedException', 'authentication'],
  ['CredentialsProviderError', 'authentication'],
  ['ExpiredToken', 'authentication'],
  ['ExpiredTokenException', 'authentication'],
  ['IncompleteSignature', 'authentication'],
  ['InvalidClientTokenId', 'authentication'],
  ['MissingAuthenticationToken', 'authentication'],
  ['NotAuthorized', 'authentication'],
  ['RequestExpired', 'authentication'],
  ['SignatureDoesNotMatch', 'authentication'],
  ['UnrecognizedClientException', 'authentication'],
  ['InvalidNextToken', 'invalid'],
  ['InvalidParameterCombination', 'invalid'],
  ['InvalidParameterCombinationException', 'invalid'],
  ['InvalidParameterValue', 'invalid'],
  ['InvalidParameterValueException', 'invalid'],
  ['MissingParameter', 'invalid'],
  ['ValidationError', 'invalid'],
  ['ValidationException', 'invalid'],
]);

/** The message names the code only: what AWS says beside it may hold parts of a signature. */
export function toHostMetricsError(error: unknown): HostMetricsError {
  if (error instanceof HostMetricsError) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  return new HostMetricsError(codeOf.get(name) ?? 'unavailable', `GetMetricData: ${name}`, { cause: error });
}
