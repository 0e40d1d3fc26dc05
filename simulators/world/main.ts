import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SystemRandom } from '@lcm/core/adapters/system/system-random';
import { clientCredentials } from '@lcm/lds-simulator/events/client-credentials';
import { startWorld } from './world.ts';

/** One of the settings of this program: AWS, CML and LDS, for a product whose services are programs of their own. */
function needed(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') throw new Error(`${name} is missing`);
  return value;
}

function numberOf(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name} is no number`);
  return value;
}

const clock = new SystemClock();
const stop = new AbortController();
const api = needed('CONTROL_PLANE_URL');
const clientId = process.env['OIDC_CLIENT_ID'] ?? 'delivery';
const tokenUrl = process.env['OIDC_TOKEN_URL'] ?? `${api}/idp/token`;
const clientSecret = process.env['OIDC_CLIENT_SECRET'];
const token = clientSecret === undefined ? undefined : clientCredentials({ tokenUrl, clientId, clientSecret, clock });
const world = await startWorld({
  clock,
  random: new SystemRandom(),
  folder: needed('WORLD_FOLDER'),
  contentFolder: process.env['LCM_CONTENT'] ?? 'content',
  speed: numberOf('SIMULATION_SPEED', 60),
  host: process.env['SIMULATION_HOST'] ?? '127.0.0.1',
  network: numberOf('SIMULATION_NETWORK', 77),
  ports: {
    aws: numberOf('SIMULATION_AWS_PORT', 4566),
    cml: numberOf('SIMULATION_CML_PORT', 8443),
    lds: numberOf('SIMULATION_LDS_PORT', 8090),
    smtp: numberOf('SIMULATION_SMTP_PORT', 1025),
    mail: numberOf('SIMULATION_MAIL_PORT', 8025),
  },
  cmlPassword: needed('CML_WORKER_API_PASSWORD'),
  lds: { username: process.env['LDS_USERNAME'] ?? 'lcm', password: needed('LDS_PASSWORD') },
  sink: { url: `${api}/api/v1/events`, token },
  signal: stop.signal,
});
process.stdout.write(`Simulated world: AWS ${world.awsUrl}, LDS ${world.ldsUrl}, mail ${world.mailUrl}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort();
    void world.close();
  });
}
