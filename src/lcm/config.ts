import { installationConfig } from '@lcm/control-plane-api/config';
import { edgeConfig } from '@lcm/control-plane-api/edge-config';
import { S3Settings } from '@lcm/core/adapters/s3/s3-settings';
import { LdsDeployments } from '@lcm/core/contracts/lds-deployments';
import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** What the one-process launcher reads besides the settings of the services that it runs. */
export const launcherConfig = edgeConfig.extend({
  ...installationConfig.shape,
  ...S3Settings.shape,
  LCM_DATA: z.string().default('.lcm').meta({ description: 'The folder in which everything is kept.' }),
  LCM_CONTENT: z
    .string()
    .default('content')
    .meta({ description: 'The folder of content packages, or s3://bucket/prefix.' }),
  BLOBS_FOLDER: z.string().min(1).optional().meta({
    description: 'Topologies, evidence and scores: a folder, or s3://bucket/prefix; LCM_DATA/blobs when not set.',
  }),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SIMULATED_WORLD: z.stringbool().default(true).meta({
    description: 'Run AWS, CML and the delivery system as simulators beside the product.',
  }),
  SIMULATION_SPEED: z.coerce
    .number()
    .positive()
    .default(60)
    .meta({ description: 'How much faster than life simulated boots, licences and node starts are.' }),
  SIMULATION_HOST: z.string().default('127.0.0.1'),
  SIMULATION_NETWORK: z.coerce.number().int().min(1).max(254).default(77).meta({
    description: 'Simulated hosts listen on 127.x.0.0; two products on one machine need two networks.',
  }),
  SIMULATION_AWS_PORT: port.default(4566),
  SIMULATION_CML_PORT: port.default(8443),
  SIMULATION_LDS_PORT: port.default(8090),
  SIMULATION_SMTP_PORT: port.default(1025),
  SIMULATION_MAIL_PORT: port.default(8025).meta({ description: 'Of the page that shows what was mailed.' }),
  OIDC_TOKEN_URL: z.url().optional().meta({
    description:
      'Where the simulated delivery system gets its tokens, with an identity provider that is not the embedded one.',
  }),
  OIDC_CLIENT_ID: z.string().min(1).default('delivery').meta({ description: 'As whom it asks for them there.' }),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().meta({ secret: true }),
  AWS_ENDPOINT_URL: z.url().optional().meta({ description: 'Of EC2, when it is not Amazon’s own.' }),
  LDS_BASE_URL: z.url().optional(),
  LDS_FRONTEND_BASE_URL: z.url().optional(),
  LDS_USERNAME: z.string().default('lcm'),
  LDS_PASSWORD: z.string().optional().meta({ secret: true }),
  LDS_DEPLOYMENTS: LdsDeployments,
});

export type LauncherConfig = z.output<typeof launcherConfig>;

/** What the demo shortens: nothing but how long things may take, in step with its simulators. */
export const demoTimes = {
  LEAD_TIME_STOPPED_MINUTES: '1',
  LEAD_TIME_NEW_MINUTES: '1',
  LAB_IMPORT_SECONDS: '5',
  READY_MARGIN_SECONDS: '10',
  TEARDOWN_MINUTES: '1',
  WORKER_IDLE_TIMEOUT_MINUTES: '20',
  RECONCILE_INTERVAL: '5',
  CML_WORKER_BUSY_POLL_SECONDS: '1',
  CML_WORKER_READ_LAG_SECONDS: '10',
  WORKER_METRICS_POLL_INTERVAL: '15',
  CLOUDWATCH_POLL_INTERVAL: '60',
} as const;

/** @throws Error that names every setting at fault at once */
export function parseLauncherConfig(environment: Readonly<Record<string, string | undefined>>): LauncherConfig {
  const parsed = launcherConfig.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new Error(`These settings cannot be used:\n${z.prettifyError(parsed.error)}`);
}
