import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { CloudWatchHostMetrics } from '@lcm/core/adapters/host-metrics/cloudwatch-host-metrics';
import { Ec2Instances } from '@lcm/core/adapters/instances/ec2-instances';
import { Ec2VolumeSnapshots } from '@lcm/core/adapters/instances/ec2-volume-snapshots';
import { runControllerProcess } from '@lcm/core/adapters/process/controller-process';
import { composeWorkerController } from './compose.ts';
import { parseConfig, parseOutside } from './config.ts';
import { parseNetworks } from './network-settings.ts';

await runControllerProcess({
  service: 'worker-controller',
  healthPort: 8002,
  environment: process.env,
  compose: (environment, ports, log) => {
    const { aws, cml } = parseOutside(environment);
    return composeWorkerController(parseConfig(environment), {
      ...ports,
      instances: new Ec2Instances({ ...aws, ...parseNetworks(environment) }),
      snapshots: new Ec2VolumeSnapshots(aws),
      hostMetrics: new CloudWatchHostMetrics(aws),
      cml: new HttpCmlServers(cml),
      onMetricsFailed: ({ error, ...what }) => log.warn({ ...what, err: error }, 'it could not be measured'),
    });
  },
});
