import type * as CloudWatchSdk from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClient, GetMetricDataCommandInput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { type Instant, instant } from '../../kernel/index.ts';
import type { HostMeasurement, HostMetrics, HostMetricsQuery } from '../../ports/host-metrics/index.ts';
import type { InstanceId } from '../../ports/instances/index.ts';
import {
  instancesPerCall,
  measurementsOf,
  queriesFor,
  type Series,
  type SeriesQuery,
  spanOf,
  toHostMetricsError,
} from './cloudwatch-mapping.ts';

type Sdk = typeof CloudWatchSdk;

export interface CloudWatchOptions {
  /** Another place that speaks CloudWatch's protocol. */
  readonly endpoint?: string;
  /** The SDK's own chain (environment, profile, role) when left out. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** The longest that one call may take. */
  readonly timeoutMs?: number;
  /** The most values on one page; CloudWatch's own limit when left out. */
  readonly pageSize?: number;
}

const defaultTimeoutMs = 20_000;

type Span = ReturnType<typeof spanOf>;

/** CloudWatch, one call for a hundred instances. It never retries by itself: the next look is soon, and asks for the past too. */
export class CloudWatchHostMetrics implements HostMetrics {
  readonly #options: CloudWatchOptions;
  readonly #clients = new Map<string, CloudWatchClient>();

  constructor(options: CloudWatchOptions = {}) {
    this.#options = options;
  }

  async read(query: HostMetricsQuery): Promise<readonly HostMeasurement[]> {
    const span = spanOf(query);
    if (span.from >= span.until) return [];
    const starts = Array.from(
      { length: Math.ceil(query.instances.length / instancesPerCall) },
      (_, index) => index * instancesPerCall,
    );
    const parts = starts.map(async (start) =>
      this.#readSome(query.region, query.instances.slice(start, start + instancesPerCall), span),
    );
    return (await Promise.all(parts)).flat().toSorted((a, b) => a.at - b.at);
  }

  /** Lets go of all connections. */
  close(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  async #readSome(region: string, instances: readonly InstanceId[], span: Span): Promise<readonly HostMeasurement[]> {
    const queries = queriesFor(instances);
    const input = inputOf(queries, span, this.#options.pageSize);
    try {
      const results = await this.#pages(region, input);
      return measurementsOf(queries, results.map(seriesOf), span.periodMs);
    } catch (error) {
      throw toHostMetricsError(error);
    }
  }

  async #pages(region: string, input: GetMetricDataCommandInput): Promise<readonly MetricDataResult[]> {
    // Only whoever watches hosts pays for this import.
    const sdk = await import('@aws-sdk/client-cloudwatch');
    const client = this.#client(sdk, region);
    const results: MetricDataResult[] = [];
    let NextToken: string | undefined;
    do {
      const abortSignal = AbortSignal.timeout(this.#options.timeoutMs ?? defaultTimeoutMs);
      const command = new sdk.GetMetricDataCommand({ ...input, NextToken });
      // oxlint-disable-next-line no-await-in-loop -- each page names the next
      const page = await client.send(command, { abortSignal });
      results.push(...(page.MetricDataResults ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return results;
  }

  #client(sdk: Sdk, region: string): CloudWatchClient {
    const known = this.#clients.get(region);
    if (known) return known;
    const { endpoint, credentials } = this.#options;
    const client = new sdk.CloudWatchClient({
      region,
      maxAttempts: 1,
      ...(endpoint && { endpoint }),
      ...(credentials && { credentials }),
    });
    this.#clients.set(region, client);
    return client;
  }
}

function inputOf(queries: readonly SeriesQuery[], span: Span, pageSize: number | undefined): GetMetricDataCommandInput {
  return {
    StartTime: dateOf(span.from),
    EndTime: dateOf(span.until),
    ScanBy: 'TimestampAscending',
    ...(pageSize !== undefined && { MaxDatapoints: pageSize }),
    MetricDataQueries: queries.map(({ id, instance, namespace, metric, statistic }) => ({
      Id: id,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: metric, Dimensions: [{ Name: 'InstanceId', Value: instance }] },
        Period: span.periodMs / 1000,
        Stat: statistic,
      },
    })),
  };
}

function dateOf(at: Instant): Date {
  return new Date(at);
}

function seriesOf({ Id = '', Timestamps = [], Values = [] }: MetricDataResult): Series {
  return { id: Id, times: Timestamps.map((date) => instant(date.getTime())), values: Values };
}
