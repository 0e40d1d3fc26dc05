import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SystemRandom } from '@lcm/core/adapters/system/system-random';
import { StateFile } from '@lcm/simulator-kit/state-file';
import { z } from 'zod';
import { GradingModel } from './model/grading-model.ts';
import { rulesFolder } from './rules-folder.ts';
import { startGradingSimulator } from './server.ts';

const config = z
  .object({
    GRADING_HOST: z.string().default('127.0.0.1'),
    GRADING_PORT: z.coerce.number().int().default(8095),
    GRADING_ENGINE_CLIENT_ID: z.string().default('lcm'),
    GRADING_ENGINE_CLIENT_SECRET: z.string().min(1),
    GRADING_STATE: z.string().default('data/grading.json'),
    LCM_CONTENT: z.string().default('content'),
  })
  .parse(process.env);

const clock = new SystemClock();
const random = new SystemRandom();
const state = new StateFile(config.GRADING_STATE);
const model = new GradingModel({ clock, random, rulesOf: rulesFolder(config.LCM_CONTENT), saved: state.read() });
const simulator = await startGradingSimulator({
  model,
  host: config.GRADING_HOST,
  port: config.GRADING_PORT,
  clientId: config.GRADING_ENGINE_CLIENT_ID,
  clientSecret: config.GRADING_ENGINE_CLIENT_SECRET,
  random,
  clock,
  state,
});
process.stdout.write(`Simulated grading engine at ${simulator.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
