import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { Ec2Instances } from '@lcm/core/adapters/instances/ec2-instances';
import { runControllerProcess } from '@lcm/core/adapters/process/controller-process';
import { composeWorkerController } from './compose.ts';
import { parseConfig, parseOutside } from './config.ts';

await runControllerProcess({
  service: 'worker-controller',
  healthPort: 8002,
  environment: process.env,
  compose: (environment, ports) => {
    const { ec2, cml } = parseOutside(environment);
    return composeWorkerController(parseConfig(environment), {
      ...ports,
      instances: new Ec2Instances(ec2),
      cml: new HttpCmlServers(cml),
    });
  },
});
