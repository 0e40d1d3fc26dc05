import { z } from 'zod';
import {
  defaultDeployment,
  type LabDeliveries,
  type LabDelivery,
  LabDeliveryError,
} from '../../ports/lab-delivery/index.ts';
import { LdsLabDelivery } from './lds-lab-delivery.ts';

const deployment = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is no name like europe-1')
    .refine((name) => name !== defaultDeployment, 'is the name of the one of LDS_BASE_URL'),
  /** Sessions on workers of this region are delivered by it. */
  region: z.string().min(1),
  baseUrl: z.url(),
  frontendBaseUrl: z.url().optional(),
  username: z.string().min(1).default('lcm'),
  /** The password stands in the variable of this name, not here. */
  passwordVariable: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'is no name of a variable like LDS_PASSWORD_EUROPE'),
});
type Deployment = z.output<typeof deployment>;

const deployments = z
  .array(deployment)
  .max(50)
  .refine((all) => areDifferent(all.map(({ name }) => name)), 'two deployments have one name')
  .refine((all) => areDifferent(all.map(({ region }) => region)), 'two deployments have one region');

function areDifferent(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

/** Delivery systems besides the default one, as the environment lists them. */
export const LdsDeployments = z
  .string()
  .transform((text, context) => {
    try {
      // An empty value is none, as everywhere in the environment.
      return text.trim() === '' ? [] : JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(deployments)
  .optional()
  .meta({
    description:
      'Delivery systems for single regions, as JSON: [{"name", "region", "baseUrl", "frontendBaseUrl", "username", "passwordVariable"}]; elsewhere the one of LDS_BASE_URL is used. The password is read from the variable named.',
  });

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the default delivery system answers, and what lets us in. */
interface Place {
  readonly baseUrl: string;
  readonly frontendBaseUrl?: string | undefined;
  readonly username: string;
  readonly password: string;
}

/** The delivery system of each region, by their REST APIs. @throws Error that names the variables without a password */
export function ldsDeliveries(
  place: Place,
  listed: readonly Deployment[] = [],
  environment: Environment = {},
): LabDeliveries {
  const missing = listed.flatMap(({ passwordVariable }) => (environment[passwordVariable] ? [] : [passwordVariable]));
  if (missing.length > 0) throw new Error(`LDS_DEPLOYMENTS names variables that are not set: ${missing.join(', ')}`);
  const byName = new Map<string, LabDelivery>([[defaultDeployment, new LdsLabDelivery(place)]]);
  for (const { name, passwordVariable, ...where } of listed) {
    byName.set(name, new LdsLabDelivery({ ...where, password: environment[passwordVariable] ?? '' }));
  }
  const names = new Map(listed.map(({ name, region }) => [region, name]));
  return {
    nameFor: (region) => names.get(region) ?? defaultDeployment,
    at(name = defaultDeployment) {
      const found = byName.get(name);
      if (found !== undefined) return found;
      throw new LabDeliveryError('unreachable', `the delivery system ${name} is not among LDS_DEPLOYMENTS`);
    },
  };
}
