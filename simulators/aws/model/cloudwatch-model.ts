import type { Clock } from '@lcm/core/kernel';
import type { Ec2Model } from './ec2-model.ts';
import type { Ec2Instance } from './instance.ts';
import { type MetricKind, metricsOf } from './metric-catalog.ts';

export interface Dimension {
  readonly name: string;
  readonly value: string;
}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

export const statistics = ['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount'] as const;
export type Statistic = (typeof statistics)[number];

/** Times in milliseconds, the period in seconds: a multiple of 60. */
export interface Span {
  readonly from: number;
  readonly until: number;
  readonly period: number;
}

/** What was measured in one period, by its beginning. */
export type Datapoint = { readonly at: number; readonly unit: string } & Readonly<Record<Statistic, number>>;

/** A data point can be read this long after the time it stands for. */
export const dataLagMs = 120_000;

/**
 * CloudWatch's side of the instances: what it measured follows from the time and from what EC2 did, so nothing is kept.
 * Of each instance it knows the present run, or the last one when it is stopped.
 */
export class CloudWatchModel {
  readonly #ec2: Ec2Model;
  readonly #clock: Pick<Clock, 'now'>;

  constructor({ ec2, clock }: { readonly ec2: Ec2Model; readonly clock: Pick<Clock, 'now'> }) {
    this.#ec2 = ec2;
    this.#clock = clock;
  }

  /** All that there are in a region. */
  metrics(region: string): readonly Metric[] {
    return this.#instances(region).flatMap((instance) =>
      metricsOf(instance).map(({ namespace, name }) => ({
        namespace,
        name,
        dimensions: [{ name: 'InstanceId', value: instance.id }],
      })),
    );
  }

  /** Oldest first. What nobody has ever measured is an empty series, as in CloudWatch. */
  datapoints(region: string, { namespace, name, dimensions }: Metric, span: Span): readonly Datapoint[] {
    const [dimension, ...more] = dimensions;
    if (dimension?.name !== 'InstanceId' || more.length > 0) return [];
    const instance = this.#instances(region).find(({ id }) => id === dimension.value);
    if (instance === undefined) return [];
    const kind = metricsOf(instance).find((one) => one.namespace === namespace && one.name === name);
    return kind === undefined ? [] : this.#measured(instance, kind, span);
  }

  #instances(region: string): readonly Ec2Instance[] {
    return this.#ec2.truth.filter((instance) => instance.region === region && runOf(instance) !== undefined);
  }

  #measured(instance: Ec2Instance, kind: MetricKind, { from, until, period }: Span): readonly Datapoint[] {
    const run = runOf(instance);
    if (run === undefined) return [];
    const [stepMs, periodMs] = [kind.secondsOf(instance) * 1000, period * 1000];
    const begin = Math.ceil(Math.max(run.from, floor(from, periodMs)) / stepMs) * stepMs;
    const end = Math.min(run.until, this.#clock.now() - dataLagMs);
    const values = new Map<number, number[]>();
    for (let at = begin; at < until && at + stepMs <= end; at += stepMs) {
      const bucket = floor(at, periodMs);
      values.set(bucket, [...(values.get(bucket) ?? []), kind.valueAt(instance, at)]);
    }
    return [...values].map(([at, measured]) => ({ at, unit: kind.unit, ...summary(measured) }));
  }
}

/** While it ran, as far as its present state tells. */
function runOf({ state, stateSince, launchedAt }: Ec2Instance): { from: number; until: number } | undefined {
  if (state === 'running') return { from: launchedAt, until: Number.POSITIVE_INFINITY };
  if (state === 'stopping' || state === 'stopped') return { from: launchedAt, until: stateSince };
  return undefined;
}

function summary(values: readonly number[]): Readonly<Record<Statistic, number>> {
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    Average: sum / values.length,
    Maximum: Math.max(...values),
    Minimum: Math.min(...values),
    Sum: sum,
    SampleCount: values.length,
  };
}

function floor(at: number, stepMs: number): number {
  return Math.floor(at / stepMs) * stepMs;
}
