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
  CONTENT_SYNC_POLL_INTERVAL: duration(second, 300 * second),
});

export interface LabletControllerConfig {
  readonly cmlAccess: { readonly username: string; readonly password: string };
  readonly pollMs: number;
  readonly consolesOnPrivateIp: boolean;
  readonly contentSyncMs: number;
}

/** @throws ZodError that names every variable at fault at once */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): LabletControllerConfig {
  const read = LabletControllerEnvironment.parse(environment);
  return {
    cmlAccess: { username: read.CML_WORKER_API_USERNAME, password: read.CML_WORKER_API_PASSWORD },
    pollMs: read.LAB_ACTION_POLL_INTERVAL_SECONDS,
    consolesOnPrivateIp: read.LAB_CONSOLES_ON_PRIVATE_IP,
    contentSyncMs: read.CONTENT_SYNC_POLL_INTERVAL,
  };
}
