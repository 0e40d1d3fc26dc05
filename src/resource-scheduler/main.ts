import { runControllerProcess } from '@lcm/core/adapters/process/controller-process';
import { composeScheduler } from './compose.ts';
import { parseConfig } from './config.ts';

await runControllerProcess({
  service: 'resource-scheduler',
  healthPort: 8001,
  environment: process.env,
  compose: (environment, ports) => composeScheduler(parseConfig(environment), ports),
});
