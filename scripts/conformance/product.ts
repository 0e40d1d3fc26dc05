import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { type Server, serve } from './program.ts';

/** The product as a person starts it, with the simulated world: its data in `folder`, on ports and hosts of its own. */
export async function startProduct(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const port = await freePort();
  const env = {
    LCM_DATA: join(folder, 'data'),
    LOG_LEVEL: 'error',
    APP_PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SIMULATION_NETWORK: String(201 + (process.pid % 50)),
    SIMULATION_AWS_PORT: String(await freePort()),
    SIMULATION_CML_PORT: String(await freePort()),
    SIMULATION_LDS_PORT: String(await freePort()),
    SIMULATION_SMTP_PORT: '0',
    SIMULATION_MAIL_PORT: '0',
    ...settings,
  };
  return serve({ program: process.execPath, args: ['src/lcm/main.ts'], env }, /Lablet Cloud Manager is at (http\S+)/);
}
