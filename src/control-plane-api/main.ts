import { liveUntilTold } from '@lcm/core/adapters/process/main-process';
import { logLevelOf } from '@lcm/core/adapters/process/service-log';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SystemRandom } from '@lcm/core/adapters/system/system-random';
import { runControlPlane } from './compose-process.ts';
import { createLogger } from './http/logger.ts';

const logger = createLogger(logLevelOf(process.env), 'control-plane-api');
const clock = new SystemClock();
const random = new SystemRandom();
await liveUntilTold({
  log: logger,
  clock,
  run: async (signal) => runControlPlane(process.env, { clock, random, logger, signal }),
});
