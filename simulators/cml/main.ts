import { parseArgs } from 'node:util';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SystemRandom } from '@lcm/core/adapters/system/system-random';
import { StateFile } from '@lcm/simulator-kit/state-file';
import { CmlModel } from './model/model.ts';
import { startCmlServer } from './server.ts';

/** One CML server for whoever wants to look at it: `node simulators/cml/main.ts --port 8443 --speed 20`. */
const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8443' },
    speed: { type: 'string', default: '1' },
    state: { type: 'string' },
    password: { type: 'string' },
    booted: { type: 'boolean', default: false },
  },
});

const file = values.state === undefined ? undefined : new StateFile(values.state);
const model = new CmlModel({
  clock: new SystemClock(),
  random: new SystemRandom(),
  settings: { speed: Number(values.speed), ...(values.password !== undefined && { password: values.password }) },
  saved: file?.read(),
});
if (values.booted && model.phase === 'off') model.skipBoot();
else model.powerOn();
const server = await startCmlServer({
  model,
  host: values.host,
  port: Number(values.port),
  save: (state) => file?.write(state),
});
const { username, password } = model.settings;
process.stdout.write(`CML simulator at ${server.url}, user ${username}, password ${password}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
