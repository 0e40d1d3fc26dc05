import { parseArgs } from 'node:util';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { z } from 'zod';
import { S3Model } from './model/s3-model.ts';
import { startS3Simulator } from './server.ts';

const { values } = parseArgs({
  options: {
    host: { type: 'string' },
    port: { type: 'string' },
    bucket: { type: 'string', multiple: true },
  },
});

/** Arguments win over the environment. */
const config = z
  .object({
    host: z.string().default('127.0.0.1'),
    port: z.coerce.number().int().min(0).max(65_535).default(9000),
    buckets: z.array(z.string()).default(['lcm']),
    accessKeyId: z.string().min(1).default('simulated'),
    secretAccessKey: z.string().min(1).default('simulated'),
  })
  .parse({
    host: values.host ?? process.env['S3_SIMULATOR_HOST'],
    port: values.port ?? process.env['S3_SIMULATOR_PORT'],
    buckets: values.bucket,
    accessKeyId: process.env['AWS_ACCESS_KEY_ID'],
    secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'],
  });

const { host, port, buckets, ...account } = config;
const model = new S3Model({ clock: new SystemClock(), account, buckets });
const simulator = await startS3Simulator({ model, host, port });
process.stdout.write(`S3 simulator on ${simulator.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
