import { controlPlaneConfig } from '@lcm/control-plane-api/config';
import { GradingEngineSettings } from '@lcm/core/adapters/grading-engine/grading-engine-settings';
import { ControllerSettings, CoordinationSettings } from '@lcm/core/adapters/process/controller-settings';
import { S3Settings } from '@lcm/core/adapters/s3/s3-settings';
import { LdsDeployments } from '@lcm/core/contracts/lds-deployments';
import { settingsEnvironment } from '@lcm/core/contracts/settings';
import { LabletControllerEnvironment, OutsideEnvironment as labs } from '@lcm/lablet-controller/config';
import { SchedulerEnvironment } from '@lcm/resource-scheduler/config';
import { OutsideEnvironment as hosts, WorkerControllerEnvironment } from '@lcm/worker-controller/config';
import { NetworkEnvironment } from '@lcm/worker-controller/network-settings';
import type * as z from 'zod';

/** What each service reads of its environment: the very schemas that it reads it by. */
const settingsOf = {
  'control-plane-api': [
    controlPlaneConfig,
    settingsEnvironment,
    S3Settings,
    CoordinationSettings,
    ControllerSettings.pick({ LOG_LEVEL: true }),
  ],
  'resource-scheduler': [ControllerSettings, SchedulerEnvironment],
  'worker-controller': [ControllerSettings, WorkerControllerEnvironment, hosts, NetworkEnvironment],
  'lablet-controller': [ControllerSettings, LabletControllerEnvironment, S3Settings, GradingEngineSettings, labs],
} as const satisfies Readonly<Record<string, readonly z.ZodObject[]>>;

export type Service = keyof typeof settingsOf;

export const services: readonly Service[] = [
  'control-plane-api',
  'resource-scheduler',
  'worker-controller',
  'lablet-controller',
];

const secretName = /(PASSWORD|SECRET|TOKEN|SECRET_KEY|ACCESS_KEY)$/;

export function isSecret(name: string): boolean {
  return secretName.test(name) || name === 'MONGODB_URL' || name === 'REDIS_URL';
}

/** Something that could be the secret of that name. */
export function someSecret(name: string): string {
  if (name === 'WEBHOOK_SIGNING_SECRET') return `whsec_${'a'.repeat(32)}`;
  if (name.endsWith('_URL')) return `${name.split('_')[0]?.toLowerCase()}://somebody:password@host`;
  return 'a secret of thirty-two characters or more';
}

export function settingNames(service: Service): ReadonlySet<string> {
  return new Set(settingsOf[service].flatMap(({ shape }) => Object.keys(shape)));
}

/** Delivery systems of single regions have their passwords in variables that the list of them names. */
function passwordsNamedIn(environment: Readonly<Record<string, string>>): readonly string[] {
  const listed = LdsDeployments.safeParse(environment['LDS_DEPLOYMENTS']).data ?? [];
  return listed.map(({ passwordVariable }) => passwordVariable);
}

/** What that service would say of this environment, and which of its names it would never look at. */
export function problemsOf(service: Service, environment: Readonly<Record<string, string>>): readonly string[] {
  const known = new Set([...settingNames(service), ...passwordsNamedIn(environment)]);
  // As the services have it: an empty value is none.
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const unknown = given.filter(([name]) => !known.has(name)).map(([name]) => `${name} is no setting of ${service}`);
  const schemas: readonly z.ZodObject[] = settingsOf[service];
  const refused = schemas.flatMap((schema) => {
    const { error } = schema.safeParse(Object.fromEntries(given));
    return error === undefined ? [] : error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  });
  return [...unknown, ...new Set(refused)];
}
