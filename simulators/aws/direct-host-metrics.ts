import {
  measurementsOf,
  queriesFor,
  spanOf,
  toHostMetricsError,
} from '@lcm/core/adapters/host-metrics/cloudwatch-mapping';
import { type Clock, instant } from '@lcm/core/kernel';
import type { HostMeasurement, HostMetrics, HostMetricsQuery } from '@lcm/core/ports/host-metrics';
import { AnswerLostError, disturbed } from './disturbed.ts';
import { asCloudWatchError } from './model/cloudwatch-error.ts';
import { CloudWatchModel } from './model/cloudwatch-model.ts';
import type { Ec2Model } from './model/ec2-model.ts';

/** CloudWatch's model as a port, with nothing in between: the same figures, faults and refusals as over the network. */
export class DirectHostMetrics implements HostMetrics {
  readonly #ec2: Ec2Model;
  readonly #clock: Clock;
  readonly #model: CloudWatchModel;

  constructor({ model: ec2, clock }: { readonly model: Ec2Model; readonly clock: Clock }) {
    this.#ec2 = ec2;
    this.#clock = clock;
    this.#model = new CloudWatchModel({ ec2, clock });
  }

  async read(query: HostMetricsQuery): Promise<readonly HostMeasurement[]> {
    const { region, instances } = query;
    const { from, until, periodMs } = spanOf(query);
    const queries = queriesFor(instances);
    const span = { from, until, period: periodMs / 1000 };
    const series = await this.#call(region, () =>
      queries.map(({ id, instance, namespace, metric: name, statistic }) => {
        const dimensions = [{ name: 'InstanceId', value: instance }];
        const points = this.#model.datapoints(region, { namespace, name, dimensions }, span);
        return { id, times: points.map(({ at }) => instant(at)), values: points.map((point) => point[statistic]) };
      }),
    );
    return measurementsOf(queries, series, periodMs);
  }

  async #call<Answer>(region: string, run: () => Answer): Promise<Answer> {
    const plan = { faults: this.#ec2.faults, clock: this.#clock };
    try {
      return await disturbed(plan, { action: 'GetMetricData', region }, run);
    } catch (error) {
      if (error instanceof AnswerLostError) throw toHostMetricsError(error);
      // As the SDK throws it: the error's name is the code.
      const refusal = asCloudWatchError(error);
      throw toHostMetricsError(Object.assign(new Error(refusal.message), { name: refusal.code }));
    }
  }
}
