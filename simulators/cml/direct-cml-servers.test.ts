import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { cmlServersContract } from '@lcm/core/ports/cml/contract';
import { DirectCmlServers } from './direct-cml-servers.ts';
import { typeAtConsole } from './model/device.ts';
import { getLab } from './model/labs.ts';
import { CmlModel } from './model/model.ts';
import { label } from './model/power.ts';

cmlServersContract('directly over the model', async () => {
  const clock = new FakeClock(1_700_000_000_000);
  const model = new CmlModel({ clock, random: new SeededRandom(1) }).skipBoot();
  const { username, password } = model.settings;
  const url = 'https://cml.test';
  return Promise.resolve({
    servers: new DirectCmlServers((asked) => (asked === url ? model : undefined)),
    endpoint: { url, username, password },
    settle: async (ms) => Promise.resolve(clock.step(ms)),
    type: async (lab, name, lines) => {
      const node = getLab(model, lab).nodes.find((one) => label(one) === name);
      if (node) for (const line of lines) typeAtConsole(model, node, line);
      await Promise.resolve();
    },
    close: async () => Promise.resolve(),
  });
});
