import { LdsDeployments } from '@lcm/core/contracts/lds-deployments';
import { placementEnvironment, placementFigures } from '@lcm/core/contracts/placement-environment';
import { defaultConcernLimits } from '@lcm/core/domain/task';
import { defaultPlacementSettings, type PlacementSettings } from '@lcm/core/placement';
import * as z from 'zod';
import { edgeConfig } from './edge-config.ts';
import { mailConfig } from './mail-config.ts';

/** What an installation allows and begins with, whatever its processes. */
export const installationConfig = z.object({
  LCM_TEMPLATES: z
    .string()
    .default('deployment/worker-templates.yaml')
    .meta({ description: 'Worker templates of a new installation.' }),
  BOOKING_HORIZON_DAYS: z.coerce.number().int().positive().default(180),
  SESSION_QUOTA_PER_OWNER: z.coerce.number().int().nonnegative().default(3).meta({
    description: 'How many sessions that have not ended a person may have; operators may have any number.',
  }),
  WEBHOOK_SIGNING_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}(,whsec_[A-Za-z0-9+/]{32,}={0,2})*$/, {
      error: 'must be whsec_ and at least 24 bytes in base64; two with a comma while receivers change',
    })
    .optional()
    .meta({ description: 'What notices by webhook are signed with; without it none are sent.', secret: true }),
  ...mailConfig.shape,
  TASKS_DEPARTMENT: z.string().min(1).max(100).default('operations').meta({
    description: 'The department whose managers see the tasks that the system raises.',
  }),
  DRAIN_LIMIT_MINUTES: z.coerce
    .number()
    .positive()
    .default(defaultConcernLimits.drainMs / 60_000)
    .meta({
      description: 'How long a worker may drain before somebody is asked to look at it.',
    }),
  CML_WORKER_LAUNCH_ATTEMPTS: z.coerce.number().int().min(1).default(defaultConcernLimits.launchAttempts).meta({
    description: 'As the worker controller has it: after so many failed launches somebody is asked to look.',
  }),
});

/** Settings of the control plane as a process of its own, beside those of etcd. */
export const controlPlaneConfig = edgeConfig.extend({
  ...installationConfig.shape,
  ...placementEnvironment(defaultPlacementSettings).shape,
  LCM_DATA: z
    .string()
    .min(1)
    .meta({ description: 'The folder of the state store, of logins and of the identity provider.' }),
  BLOBS_FOLDER: z
    .string()
    .min(1)
    .meta({ description: 'Topologies, evidence and scores: the lablet controller’s folder, or s3://bucket/prefix.' }),
  STATE_STORE: z
    .enum(['sqlite', 'mongodb'])
    .default('sqlite')
    .meta({ description: 'sqlite: a file in LCM_DATA, for one control plane. mongodb: for any number.' }),
  MONGODB_URL: z
    .url({ protocol: /^mongodb(\+srv)?$/ })
    .optional()
    .meta({ description: 'Where MongoDB answers, with user and password where it wants them.', secret: true }),
  MONGODB_DATABASE: z.string().min(1).max(38).default('lcm'),
  REDIS_ENABLED: z.stringbool().default(false).meta({
    description: 'Logins are kept in Redis, for any number of control planes; else in a file in LCM_DATA.',
  }),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .meta({ description: 'Where Redis answers.', secret: true }),
  LDS_BASE_URL: z.url(),
  LDS_FRONTEND_BASE_URL: z.url().optional(),
  LDS_USERNAME: z.string().min(1).default('lcm'),
  LDS_PASSWORD: z.string().min(1).meta({ secret: true }),
  LDS_DEPLOYMENTS: LdsDeployments,
  GRADING_ENGINE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: 'As the lablet controller has it: without one, uploads that want the external engine are refused.',
    }),
});

export type ControlPlaneConfig = z.output<typeof controlPlaneConfig>;

export function bookingSettings(config: z.output<typeof installationConfig>) {
  return {
    bookingHorizonDays: config.BOOKING_HORIZON_DAYS,
    sessionQuotaPerOwner: config.SESSION_QUOTA_PER_OWNER,
    tellsByWebhook: config.WEBHOOK_SIGNING_SECRET !== undefined,
    sendsMail: config.SMTP_HOST !== undefined,
  };
}

export function taskSettings(config: z.output<typeof installationConfig>) {
  const { TASKS_DEPARTMENT, DRAIN_LIMIT_MINUTES, CML_WORKER_LAUNCH_ATTEMPTS } = config;
  const drainMs = DRAIN_LIMIT_MINUTES * 60_000;
  const limits = { ...defaultConcernLimits, drainMs, launchAttempts: CML_WORKER_LAUNCH_ATTEMPTS };
  return { department: TASKS_DEPARTMENT, limits };
}

export function placementOf(config: ControlPlaneConfig): PlacementSettings {
  return { ...defaultPlacementSettings, ...placementFigures(config) };
}
