import type { OpenControlPlane } from '@lcm/control-plane-api/compose';
import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { TcpConsoles } from '@lcm/core/adapters/consoles/tcp-consoles';
import { CloudWatchHostMetrics } from '@lcm/core/adapters/host-metrics/cloudwatch-host-metrics';
import { Ec2Instances } from '@lcm/core/adapters/instances/ec2-instances';
import { Ec2VolumeSnapshots } from '@lcm/core/adapters/instances/ec2-volume-snapshots';
import { controllerLog, everyObserver } from '@lcm/core/adapters/process/controller-log';
import type { ServiceRole } from '@lcm/core/domain/access';
import { ReconcileBoard, tellStatus } from '@lcm/core/reconcile';
import { composeLabletController } from '@lcm/lablet-controller/compose';
import { parseConfig as parseLabletConfig } from '@lcm/lablet-controller/config';
import { composeScheduler } from '@lcm/resource-scheduler/compose';
import { parseConfig as parseSchedulerConfig } from '@lcm/resource-scheduler/config';
import { composeWorkerController } from '@lcm/worker-controller/compose';
import { parseConfig as parseWorkerConfig } from '@lcm/worker-controller/config';
import type { Parts } from './parts.ts';

/** The three controllers beside the control plane, each with its own identity and its own election. */
export function startControllers(
  plane: OpenControlPlane,
  parts: Parts,
  signal: AbortSignal,
): readonly Promise<unknown>[] {
  const { environment, outside, labDeliveries, gradingEngine, blobs, content, logger, clock, random, coordination } =
    parts;
  const { awsEndpoint: endpoint, awsCredentials: credentials } = outside;
  const aws = { ...(endpoint && { endpoint }), ...(credentials && { credentials }) };
  const instances = new Ec2Instances(aws);
  const cml = new HttpCmlServers({ insecure: true });
  const name = `one-process-${process.pid}`;
  const start = (service: string, role: ServiceRole, compose: Compose): Promise<unknown> => {
    const board = new ReconcileBoard();
    const observer = everyObserver(board, controllerLog(logger));
    const shared = { coordination, clock, random, name, observer, controlPlane: plane.forService(role) };
    const telling = tellStatus({ coordination, service, name, board, clock, signal });
    return Promise.all([compose(shared).run(signal), telling]);
  };
  return [
    start('resource-scheduler', 'scheduler', (shared) => composeScheduler(parseSchedulerConfig(environment), shared)),
    start('worker-controller', 'worker-controller', (shared) =>
      composeWorkerController(parseWorkerConfig(environment), {
        ...shared,
        instances,
        snapshots: new Ec2VolumeSnapshots(aws),
        cml,
        hostMetrics: new CloudWatchHostMetrics(aws),
        onMetricsFailed: ({ error, ...what }) => logger.warn({ ...what, err: error }, 'it could not be measured'),
      }),
    ),
    start('lablet-controller', 'lablet-controller', (shared) =>
      composeLabletController(parseLabletConfig(environment), {
        ...shared,
        cml,
        labDeliveries,
        gradingEngine,
        consoles: new TcpConsoles(clock),
        blobs,
        content,
        onContentSynced: (report) => logger.info(report, 'content packages were read'),
        onContentFailed: (error) => logger.error({ err: error }, 'content packages could not be read'),
      }),
    ),
  ];
}

type Compose = (shared: Parameters<typeof composeScheduler>[1]) => {
  readonly run: (signal: AbortSignal) => Promise<void>;
};
