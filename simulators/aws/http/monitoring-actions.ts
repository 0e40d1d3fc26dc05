import { CloudWatchError } from '../model/cloudwatch-error.ts';
import type { CloudWatchModel, Datapoint, Metric } from '../model/cloudwatch-model.ts';
import {
  GetMetricData,
  GetMetricStatistics,
  ListMetrics,
  type MetricDataQuery,
  metricOf,
  parse,
  spanOf,
  statisticOf,
} from './monitoring-requests.ts';

export interface MonitoringInput {
  readonly model: CloudWatchModel;
  readonly region: string;
  readonly input: unknown;
}
export type MonitoringAction = (input: MonitoringInput) => object;

/** The most data points that one GetMetricStatistics may ask for, and the metrics on a page of ListMetrics. */
const datapointsPerCall = 1440;
const metricsPerPage = 500;

export const monitoringActions: Readonly<Record<string, MonitoringAction>> = {
  GetMetricData({ model, region, input }) {
    const request = parse(GetMetricData, input);
    const { MetricDataQueries: queries, ScanBy, MaxDatapoints: most, NextToken } = request;
    const ids = new Set(queries.map(({ Id }) => Id));
    if (ids.size < queries.length) throw new CloudWatchError('ValidationError', 'The ids of queries must be unique.');
    const results = queries
      .filter(({ ReturnData }) => ReturnData)
      .map((query) => {
        const { metric, period, statistic } = statOf(query);
        const points = model.datapoints(region, metric, spanOf(request, period, 'ValidationError'));
        const ordered = ScanBy === 'TimestampAscending' ? points : points.toReversed();
        return { id: query.Id, label: query.Label ?? metric.name, statistic, points: ordered };
      });
    return pageOfResults(results, { most, offset: offsetIn(NextToken) });
  },

  GetMetricStatistics({ model, region, input }) {
    const request = parse(GetMetricStatistics, input);
    if (request.Statistics.length + request.ExtendedStatistics.length === 0) {
      const message = 'At least one of the parameters Statistics and ExtendedStatistics must be specified';
      throw new CloudWatchError('InvalidParameterCombination', message);
    }
    const statistics = [...request.Statistics, ...request.ExtendedStatistics].map(statisticOf);
    const span = spanOf(request, request.Period, 'InvalidParameterValue');
    refuseTooMany(Math.ceil((span.until - span.from) / (span.period * 1000)));
    const points = model.datapoints(region, metricOf(request), span);
    const Datapoints = points.map((point) => ({
      Timestamp: seconds(point),
      Unit: point.unit,
      ...Object.fromEntries(statistics.map((statistic) => [statistic, point[statistic]])),
    }));
    return { Label: request.MetricName, Datapoints };
  },

  ListMetrics({ model, region, input }) {
    const request = parse(ListMetrics, input);
    const found = model.metrics(region).filter((metric) => isListed(metric, request));
    const offset = offsetIn(request.NextToken);
    const page = found.slice(offset, offset + metricsPerPage).map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: dimensions.map((one) => ({ Name: one.name, Value: one.value })),
    }));
    const next = offset + metricsPerPage;
    return { Metrics: page, ...(next < found.length && { NextToken: tokenOf(next) }) };
  },
};

function statOf({ Id, Expression, MetricStat }: MetricDataQuery) {
  if ((Expression === undefined) === (MetricStat === undefined)) {
    throw new CloudWatchError('ValidationError', `Query ${Id}: one of Expression and MetricStat must be specified.`);
  }
  if (MetricStat === undefined) throw new CloudWatchError('ValidationError', 'Expressions are not simulated.');
  const { Metric: metric, Period: period, Stat } = MetricStat;
  return { metric: metricOf(metric), period, statistic: statisticOf(Stat) };
}

interface Result {
  readonly id: string;
  readonly label: string;
  readonly statistic: ReturnType<typeof statisticOf>;
  readonly points: readonly Datapoint[];
}

/** Data points count across all results: a page may end within one, which then says that it is partial. */
function pageOfResults(results: readonly Result[], { most, offset }: { most: number; offset: number }): object {
  const end = offset + most;
  let before = 0;
  const shown = results.flatMap(({ id, label, statistic, points }) => {
    const [first, last] = [Math.max(0, offset - before), Math.max(0, end - before)];
    const page = points.slice(first, last);
    const isOver = offset > 0 && page.length === 0;
    before += points.length;
    if (isOver) return [];
    return {
      Id: id,
      Label: label,
      Timestamps: page.map(seconds),
      Values: page.map((point) => point[statistic]),
      StatusCode: last < points.length ? 'PartialData' : 'Complete',
    };
  });
  return { MetricDataResults: shown, Messages: [], ...(end < before && { NextToken: tokenOf(end) }) };
}

function refuseTooMany(count: number): void {
  if (count <= datapointsPerCall) return;
  const message =
    `You have requested up to ${count} datapoints, which exceeds the limit of ${datapointsPerCall}. ` +
    'You may reduce the datapoints requested by increasing Period, or decreasing the time range.';
  throw new CloudWatchError('InvalidParameterCombination', message);
}

function isListed(metric: Metric, filter: ReturnType<typeof parse<typeof ListMetrics>>): boolean {
  if (filter.Namespace !== undefined && filter.Namespace !== metric.namespace) return false;
  if (filter.MetricName !== undefined && filter.MetricName !== metric.name) return false;
  return filter.Dimensions.every(({ Name, Value }) =>
    metric.dimensions.some(({ name, value }) => name === Name && (Value === undefined || Value === value)),
  );
}

function seconds({ at }: Datapoint): number {
  return at / 1000;
}

function tokenOf(offset: number): string {
  return Buffer.from(`from ${offset}`).toString('base64url');
}

function offsetIn(token: string | undefined): number {
  if (token === undefined) return 0;
  const [, offset] = /^from (\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (offset === undefined) throw new CloudWatchError('InvalidNextToken', 'The page token is not valid.');
  return Number(offset);
}
