import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { cmlServersContract } from '@lcm/core/ports/cml/contract';
import { typeAtConsole } from './model/device.ts';
import { getLab } from './model/labs.ts';
import { CmlModel } from './model/model.ts';
import { label } from './model/power.ts';
import { startCmlServer } from './server.ts';

cmlServersContract('over HTTPS', async () => {
  const clock = new FakeClock(1_700_000_000_000);
  const model = new CmlModel({ clock, random: new SeededRandom(1) }).skipBoot();
  const server = await startCmlServer({ model, consolePort: () => 0 });
  const servers = new HttpCmlServers({ insecure: true, timeoutMs: 5_000 });
  const { username, password } = model.settings;
  return {
    servers,
    endpoint: { url: server.url, username, password },
    settle: async (ms) => Promise.resolve(clock.step(ms)),
    type: async (lab, name, lines) => {
      const node = getLab(model, lab).nodes.find((one) => label(one) === name);
      if (node) for (const line of lines) typeAtConsole(model, node, line);
      await Promise.resolve();
    },
    close: async () => {
      await servers.close();
      await server.close();
    },
  };
});
