import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { cmlServersContract } from '@lcm/core/ports/cml/contract';
import { startCmlServer } from './server.ts';
import { contractParts } from './testing/contract-parts.ts';

cmlServersContract('over HTTPS', async () => {
  const { clock, model, behind } = contractParts();
  const server = await startCmlServer({ model, consolePort: () => 0 });
  const servers = new HttpCmlServers({ insecure: true, timeoutMs: 5_000, clock });
  const { username, password } = model.settings;
  return {
    ...behind,
    servers,
    endpoint: { url: server.url, username, password },
    close: async () => {
      await servers.close();
      await server.close();
    },
  };
});
