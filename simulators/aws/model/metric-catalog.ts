import { imagesOf } from './catalog.ts';
import { loadAt, type Swing } from './host-load.ts';
import type { Ec2Instance } from './instance.ts';

/** One metric of an instance, by the names and units of AWS. */
export interface MetricKind {
  readonly namespace: 'AWS/EC2' | 'CWAgent';
  readonly name: string;
  readonly unit: 'Percent' | 'Bytes' | 'Count';
  /** How long one data point stands for. */
  readonly secondsOf: (instance: Ec2Instance) => number;
  /** Of the data point that begins at a time. */
  readonly valueAt: (instance: Ec2Instance, at: number) => number;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html */
const byMonitoring = ({ monitoring }: Ec2Instance): number => (monitoring ? 60 : 300);
const everyMinute = (): number => 60;

function percent(name: string, swing: Swing): MetricKind {
  const valueAt: MetricKind['valueAt'] = ({ id }, at) => loadAt({ id, metric: name, ...swing }, at);
  return { namespace: 'AWS/EC2', name, unit: 'Percent', secondsOf: byMonitoring, valueAt };
}

function bytes(name: string, perSecond: Swing): MetricKind {
  const valueAt: MetricKind['valueAt'] = (instance, at) =>
    Math.round(loadAt({ id: instance.id, metric: name, ...perSecond }, at) * byMonitoring(instance));
  return { namespace: 'AWS/EC2', name, unit: 'Bytes', secondsOf: byMonitoring, valueAt };
}

/** The metrics of status checks come every minute, whatever is paid for. */
function check(name: string, isFailed: (instance: Ec2Instance) => boolean): MetricKind {
  const valueAt: MetricKind['valueAt'] = (instance) => (isFailed(instance) ? 1 : 0);
  return { namespace: 'AWS/EC2', name, unit: 'Count', secondsOf: everyMinute, valueAt };
}

function byAgent(name: string, swing: Swing): MetricKind {
  return { ...percent(name, swing), namespace: 'CWAgent', secondsOf: everyMinute };
}

const isImpaired = ({ checks: { instance } }: Ec2Instance): boolean => instance === 'impaired';
const isHostImpaired = ({ checks: { system } }: Ec2Instance): boolean => system === 'impaired';

const metricKinds: readonly MetricKind[] = [
  percent('CPUUtilization', { from: 0.5, to: 9 }),
  bytes('NetworkIn', { from: 20_000, to: 2_500_000 }),
  bytes('NetworkOut', { from: 15_000, to: 1_800_000 }),
  bytes('EBSReadBytes', { from: 0, to: 4_000_000 }),
  bytes('EBSWriteBytes', { from: 50_000, to: 9_000_000 }),
  check('StatusCheckFailed', (instance) => isImpaired(instance) || isHostImpaired(instance)),
  check('StatusCheckFailed_Instance', isImpaired),
  check('StatusCheckFailed_System', isHostImpaired),
  byAgent('mem_used_percent', { from: 2, to: 9 }),
  byAgent('disk_used_percent', { from: 27, to: 29 }),
];

/** What CloudWatch hears of an instance. Only the images of CML bring the agent that looks from within. */
export function metricsOf({ region, order, lineage }: Ec2Instance): readonly MetricKind[] {
  const origin = lineage ?? imagesOf(region).find(({ id }) => id === order.imageId)?.name;
  const hasAgent = origin?.startsWith('cml-') ?? false;
  return metricKinds.filter(({ namespace }) => hasAgent || namespace !== 'CWAgent');
}
