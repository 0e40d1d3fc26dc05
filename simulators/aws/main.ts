import { parseArgs } from 'node:util';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SystemRandom } from '@lcm/core/adapters/system/system-random';
import { StateFile } from '@lcm/simulator-kit/state-file';
import { z } from 'zod';
import { loopbackAddress } from './addresses.ts';
import { Ec2Model } from './model/ec2-model.ts';
import { defaultSettings } from './model/settings.ts';
import { startAwsSimulator } from './server.ts';

const { values } = parseArgs({
  options: {
    host: { type: 'string' },
    port: { type: 'string' },
    state: { type: 'string' },
    speed: { type: 'string' },
  },
});

/** Arguments win over the environment. */
const config = z
  .object({
    host: z.string().default('127.0.0.1'),
    port: z.coerce.number().int().min(0).max(65_535).default(4566),
    state: z.string().optional(),
    speed: z.coerce.number().positive().default(defaultSettings.speed),
  })
  .parse({
    host: values.host ?? process.env['AWS_SIMULATOR_HOST'],
    port: values.port ?? process.env['AWS_SIMULATOR_PORT'],
    state: values.state ?? process.env['AWS_SIMULATOR_STATE'],
    speed: values.speed ?? process.env['AWS_SIMULATOR_SPEED'],
  });

const clock = new SystemClock();
const random = new SystemRandom();
const file = config.state === undefined ? undefined : new StateFile(config.state);
const settings = { ...defaultSettings, speed: config.speed };
const model = new Ec2Model({ clock, random, settings, addressOf: loopbackAddress, saved: file?.read() });
const save = file && ((): void => file.write(model.toJSON()));
const { host, port } = config;
const simulator = await startAwsSimulator({ model, clock, random, host, port, save });
process.stdout.write(`AWS simulator on ${simulator.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
