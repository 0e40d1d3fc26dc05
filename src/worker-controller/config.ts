import { recurringJobs } from '@lcm/core/domain/job';
import * as z from 'zod';
import { defaultLiveSettings, type LiveSettings } from './live/live.ts';
import { defaultMetricsSettings, type MetricsSettings } from './metrics/metrics-settings.ts';
import type { CmlAccess } from './worker/deps.ts';
import { defaultWorkerSettings, type WorkerSettings } from './worker/worker-settings.ts';

const second = 1000;
const minute = 60 * second;

const flag = z.stringbool().default(false);

function duration(unitMs: number, defaultMs: number): z.ZodType<number> {
  return z.coerce
    .number()
    .positive()
    .default(defaultMs / unitMs)
    .transform((count) => count * unitMs);
}

function pattern(fallback: RegExp): z.ZodType<RegExp> {
  return z
    .string()
    .min(1)
    .default(fallback.source)
    .transform((text, context) => {
      try {
        return new RegExp(text, 'u');
      } catch {
        context.addIssue({ code: 'custom', message: 'is a regular expression' });
        return z.NEVER;
      }
    });
}

const tags = z
  .string()
  .default('{}')
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is a JSON object of tag names and values' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string()));

/** The environment of the worker controller, by the names that operators of the older system know. */
export const WorkerControllerEnvironment = z.object({
  CML_WORKER_API_USERNAME: z.string().min(1).default('admin'),
  CML_WORKER_API_PASSWORD: z.string().min(1),
  CML_WORKER_API_PORT: z.coerce.number().int().min(1).max(65_535).default(443),
  USE_PRIVATE_IP_FOR_MONITORING: flag,
  CML_WORKER_DEFAULT_TAGS: tags,
  CML_LICENSE_TOKEN: z.string().min(1).optional(),
  RECONCILE_INTERVAL: duration(second, defaultWorkerSettings.idlePollMs),
  CML_WORKER_BUSY_POLL_SECONDS: duration(second, defaultWorkerSettings.busyPollMs),
  CML_WORKER_READ_LAG_SECONDS: duration(second, defaultWorkerSettings.readLagMs),
  CML_WORKER_BOOT_DEADLINE_MINUTES: duration(minute, defaultWorkerSettings.bootDeadlineMs),
  CML_WORKER_SERVICE_DEADLINE_MINUTES: duration(minute, defaultWorkerSettings.serviceDeadlineMs),
  CML_WORKER_IMPAIRED_MINUTES: duration(minute, defaultWorkerSettings.impairedMs),
  CML_WEBSOCKET_ENABLED: z.stringbool().default(defaultLiveSettings.enabled),
  CML_WEBSOCKET_METRICS_REPORT_INTERVAL: duration(second, defaultLiveSettings.figuresEveryMs),
  CML_WEBSOCKET_RECONNECT_MAX_INTERVAL: duration(second, defaultLiveSettings.longestBackoffMs),
  CML_WORKER_LICENSE_PATIENCE_MINUTES: duration(minute, defaultWorkerSettings.licensePatienceMs),
  CML_WORKER_LICENSE_RETRY_MINUTES: duration(minute, defaultWorkerSettings.licenseRetryMs),
  CML_WORKER_LICENSE_TIMEOUT_MINUTES: duration(minute, defaultWorkerSettings.licenseTimeoutMs),
  WORKER_ACTIVITY_DETECTION_INTERVAL: duration(second, defaultWorkerSettings.activityEveryMs),
  WORKER_ACTIVITY_EXCLUDED_USER_PATTERN: pattern(defaultWorkerSettings.systemUsers),
  WORKER_STATUS_SYNC_INTERVAL: duration(second, recurringJobs['status-sync'].everyMs),
  WORKER_MONITORING_ENABLED: z.stringbool().default(defaultMetricsSettings.enabled),
  CML_WORKER_DISCOVERY_INTERVAL: duration(second, recurringJobs.discovery.everyMs),
  CML_WORKER_LAUNCH_ATTEMPTS: z.coerce.number().int().min(1).default(defaultWorkerSettings.launchAttempts),
});

/** Where the cloud and its hosts are, for a controller that is a process of its own. */
export const OutsideEnvironment = z
  .object({
    AWS_ENDPOINT_URL: z.url().optional().meta({ description: 'Of EC2 and CloudWatch, when it is not Amazon’s own.' }),
    AWS_ACCESS_KEY_ID: z.string().min(1).optional(),
    AWS_SECRET_ACCESS_KEY: z.string().min(1).optional().meta({ secret: true }),
    AWS_SESSION_TOKEN: z.string().min(1).optional().meta({ secret: true }),
    CML_WORKER_API_VERIFY_SSL: flag.meta({
      description: 'Take only certificates of known authorities; CML makes its own at installation.',
    }),
  })
  .refine(({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: key }) => (id === undefined) === (key === undefined), {
    error:
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together; without both, the profile or role of the host counts',
  });

/** How AWS and CML are reached. @throws ZodError that names every variable at fault at once */
export function parseOutside(environment: Readonly<Record<string, string | undefined>>) {
  const read = OutsideEnvironment.parse(environment);
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = read;
  const { AWS_SESSION_TOKEN: sessionToken } = read;
  const keys =
    accessKeyId !== undefined && secretAccessKey !== undefined ? { accessKeyId, secretAccessKey } : undefined;
  const credentials = keys && { ...keys, ...(sessionToken !== undefined && { sessionToken }) };
  const aws = { ...(endpoint !== undefined && { endpoint }), ...(credentials && { credentials }) };
  return { aws, cml: { insecure: !read.CML_WORKER_API_VERIFY_SSL } };
}

export interface WorkerControllerConfig {
  readonly cmlAccess: CmlAccess;
  readonly licenseToken?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: WorkerSettings;
  readonly metrics: MetricsSettings;
  readonly statusSyncMs: number;
  readonly discoveryMs: number;
  readonly lines: LiveSettings;
}

/** @throws ZodError that names every variable at fault at once */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): WorkerControllerConfig {
  const read = WorkerControllerEnvironment.parse(environment);
  return {
    cmlAccess: {
      username: read.CML_WORKER_API_USERNAME,
      password: read.CML_WORKER_API_PASSWORD,
      endpointOf: endpointRule({ port: read.CML_WORKER_API_PORT, usePrivateIp: read.USE_PRIVATE_IP_FOR_MONITORING }),
    },
    licenseToken: read.CML_LICENSE_TOKEN,
    tags: read.CML_WORKER_DEFAULT_TAGS,
    settings: {
      ...defaultWorkerSettings,
      idlePollMs: read.RECONCILE_INTERVAL,
      busyPollMs: read.CML_WORKER_BUSY_POLL_SECONDS,
      readLagMs: read.CML_WORKER_READ_LAG_SECONDS,
      bootDeadlineMs: read.CML_WORKER_BOOT_DEADLINE_MINUTES,
      serviceDeadlineMs: read.CML_WORKER_SERVICE_DEADLINE_MINUTES,
      impairedMs: read.CML_WORKER_IMPAIRED_MINUTES,
      licensePatienceMs: read.CML_WORKER_LICENSE_PATIENCE_MINUTES,
      licenseRetryMs: read.CML_WORKER_LICENSE_RETRY_MINUTES,
      licenseTimeoutMs: read.CML_WORKER_LICENSE_TIMEOUT_MINUTES,
      activityEveryMs: read.WORKER_ACTIVITY_DETECTION_INTERVAL,
      systemUsers: read.WORKER_ACTIVITY_EXCLUDED_USER_PATTERN,
      launchAttempts: read.CML_WORKER_LAUNCH_ATTEMPTS,
    },
    lines: {
      ...defaultLiveSettings,
      enabled: read.CML_WEBSOCKET_ENABLED,
      figuresEveryMs: read.CML_WEBSOCKET_METRICS_REPORT_INTERVAL,
      longestBackoffMs: read.CML_WEBSOCKET_RECONNECT_MAX_INTERVAL,
    },
    metrics: {
      ...defaultMetricsSettings,
      enabled: read.WORKER_MONITORING_ENABLED,
    },
    statusSyncMs: read.WORKER_STATUS_SYNC_INTERVAL,
    discoveryMs: read.CML_WORKER_DISCOVERY_INTERVAL,
  };
}

/** Where CML answers on a host: over TLS, on its public address unless the controller lives in the same network. */
export function endpointRule(rule: { readonly port: number; readonly usePrivateIp: boolean }): CmlAccess['endpointOf'] {
  return ({ publicIp, privateIp }) => {
    const host = rule.usePrivateIp ? privateIp : publicIp;
    if (host === undefined) return undefined;
    return rule.port === 443 ? `https://${host}` : `https://${host}:${rule.port}`;
  };
}
