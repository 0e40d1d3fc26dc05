import { cmlServersContract } from '@lcm/core/ports/cml/contract';
import { DirectCmlServers } from './direct-cml-servers.ts';
import { contractParts } from './testing/contract-parts.ts';

cmlServersContract('directly over the model', async () => {
  const { model, behind } = contractParts();
  const { username, password } = model.settings;
  const url = 'https://cml.test';
  return Promise.resolve({
    ...behind,
    servers: new DirectCmlServers((asked) => (asked === url ? model : undefined)),
    endpoint: { url, username, password },
    close: async () => Promise.resolve(),
  });
});
