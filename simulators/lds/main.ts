import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SystemRandom } from '@lcm/core/adapters/system/system-random';
import { StateFile } from '@lcm/simulator-kit/state-file';
import { z } from 'zod';
import { contentFolder } from './content/content-folder.ts';
import { clientCredentials } from './events/client-credentials.ts';
import type { CloudEventsSink } from './events/cloud-events-sink.ts';
import { LdsModel } from './model/lds-model.ts';
import { startLdsSimulator } from './server.ts';

const environment = z.object({
  LDS_HOST: z.string().default('127.0.0.1'),
  LDS_PORT: z.coerce.number().int().default(8090),
  LDS_USERNAME: z.string().default('lcm'),
  LDS_PASSWORD: z.string(),
  /** Of this deployment, where there are several: its events say it. */
  LDS_NAME: z.string().default('simulator'),
  LDS_STATE: z.string().default('data/lds.json'),
  LDS_CONTENT: z.string().default('content'),
  LDS_PUBLIC_URL: z.url().optional(),
  LDS_SINK_URL: z.url().optional(),
  LDS_TOKEN_URL: z.url().optional(),
  LDS_CLIENT_ID: z.string().default('lds'),
  LDS_CLIENT_SECRET: z.string().default(''),
});

const config = environment.parse(process.env);
const clock = new SystemClock();
const file = new StateFile(config.LDS_STATE);
const settings = { source: `/lds/${config.LDS_NAME}` };
const model = new LdsModel({ clock, random: new SystemRandom(), settings, saved: file.read() });
const server = await startLdsSimulator({
  model,
  host: config.LDS_HOST,
  port: config.LDS_PORT,
  username: config.LDS_USERNAME,
  password: config.LDS_PASSWORD,
  content: contentFolder(config.LDS_CONTENT),
  sink: sinkOf(config),
  state: file,
  publicUrl: config.LDS_PUBLIC_URL,
  clock,
});
process.stdout.write(`Simulated Lab Delivery System at ${server.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());

function sinkOf(from: z.infer<typeof environment>): CloudEventsSink | undefined {
  if (from.LDS_SINK_URL === undefined) return undefined;
  if (from.LDS_TOKEN_URL === undefined) return { url: from.LDS_SINK_URL };
  const account = { clientId: from.LDS_CLIENT_ID, clientSecret: from.LDS_CLIENT_SECRET };
  return { url: from.LDS_SINK_URL, token: clientCredentials({ tokenUrl: from.LDS_TOKEN_URL, ...account, clock }) };
}
