import { LdsDeployments } from '@lcm/core/contracts/lds-deployments';
import * as z from 'zod';

const second = 1000;

function duration(unitMs: number, defaultMs: number): z.ZodType<number> {
  return z.coerce
    .number()
    .positive()
    .default(defaultMs / unitMs)
    .transform((count) => count * unitMs);
}

/** The environment of the lablet controller, by the names that operators of the older system know. */
export const LabletControllerEnvironment = z.object({
  CML_WORKER_API_USERNAME: z.string().min(1).default('admin'),
  CML_WORKER_API_PASSWORD: z.string().min(1).meta({ secret: true }),
  LAB_ACTION_POLL_INTERVAL_SECONDS: duration(second, 5 * second).meta({
    description: 'How often a step that waits for a lab is looked at.',
  }),
  LAB_CONSOLES_ON_PRIVATE_IP: z
    .stringbool()
    .default(false)
    .meta({ description: 'Candidates reach the consoles of a worker on its private address.' }),
  DELIVERY_LOOK_INTERVAL_SECONDS: duration(second, 60 * second).meta({
    description:
      'How often the delivery system is asked about a session that candidates may work in, whatever it has told.',
  }),
  CONTENT_SYNC_POLL_INTERVAL: duration(second, 300 * second),
  LABS_REFRESH_INTERVAL: duration(second, 1800 * second).meta({
    description: 'How often the labs of every worker are read, unless an operator sets the job otherwise.',
  }),
  WARM_LABS_INTERVAL: duration(second, 60 * second).meta({
    description: 'How often warm labs are made and taken away, unless an operator sets the job otherwise.',
  }),
});

/** Where labs, candidates and files are, for a controller that is a process of its own. */
export const OutsideEnvironment = z.object({
  LDS_BASE_URL: z.url(),
  LDS_FRONTEND_BASE_URL: z.url().optional(),
  LDS_USERNAME: z.string().min(1).default('lcm'),
  LDS_PASSWORD: z.string().min(1).meta({ secret: true }),
  LDS_DEPLOYMENTS: LdsDeployments,
  BLOBS_FOLDER: z.string().min(1).meta({
    description: 'Topologies, evidence and scores: the control plane’s folder, or s3://bucket/prefix.',
  }),
  LCM_CONTENT: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The folder of content packages, or s3://bucket/prefix; without one none are read.' }),
  CML_WORKER_API_VERIFY_SSL: z
    .stringbool()
    .default(false)
    .meta({ description: 'Take only certificates of known authorities; CML makes its own at installation.' }),
});

/** How CML and LDS are reached, and where files are. @throws ZodError that names every variable at fault at once */
export function parseOutside(environment: Readonly<Record<string, string | undefined>>) {
  const read = OutsideEnvironment.parse(environment);
  return {
    lds: {
      baseUrl: read.LDS_BASE_URL,
      frontendBaseUrl: read.LDS_FRONTEND_BASE_URL,
      username: read.LDS_USERNAME,
      password: read.LDS_PASSWORD,
    },
    deployments: read.LDS_DEPLOYMENTS,
    cml: { insecure: !read.CML_WORKER_API_VERIFY_SSL },
    blobsFolder: read.BLOBS_FOLDER,
    contentFolder: read.LCM_CONTENT,
  };
}

export interface LabletControllerConfig {
  readonly cmlAccess: { readonly username: string; readonly password: string };
  readonly pollMs: number;
  readonly deliveryLookMs: number;
  readonly consolesOnPrivateIp: boolean;
  readonly contentSyncMs: number;
  readonly labsRefreshMs: number;
  readonly warmLabsMs: number;
}

/** @throws ZodError that names every variable at fault at once */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): LabletControllerConfig {
  const read = LabletControllerEnvironment.parse(environment);
  return {
    cmlAccess: { username: read.CML_WORKER_API_USERNAME, password: read.CML_WORKER_API_PASSWORD },
    pollMs: read.LAB_ACTION_POLL_INTERVAL_SECONDS,
    deliveryLookMs: read.DELIVERY_LOOK_INTERVAL_SECONDS,
    consolesOnPrivateIp: read.LAB_CONSOLES_ON_PRIVATE_IP,
    contentSyncMs: read.CONTENT_SYNC_POLL_INTERVAL,
    labsRefreshMs: read.LABS_REFRESH_INTERVAL,
    warmLabsMs: read.WARM_LABS_INTERVAL,
  };
}
