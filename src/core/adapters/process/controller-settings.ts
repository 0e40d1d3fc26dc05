import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { logLevels } from './service-log.ts';
import { SettingsError } from './settings.ts';

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
export const portNumber = z.coerce.number().int().min(0).max(65_535);

/** Where etcd answers: one or more members, with a comma between them. */
export const CoordinationSettings = z.object({
  COORDINATION_URL: z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(z.array(url).min(1))
    .meta({ description: 'etcd v3, one URL or several with commas between them.' }),
  COORDINATION_CA_FILE: z.string().optional().meta({ description: 'Who signed the certificates of etcd.' }),
  COORDINATION_CERT_FILE: z.string().optional().meta({ description: 'Ours, where etcd asks for one.' }),
  COORDINATION_KEY_FILE: z.string().optional(),
  COORDINATION_USER: z.string().min(1).optional().meta({ description: 'Where etcd has authentication enabled.' }),
  COORDINATION_PASSWORD: z.string().min(1).optional().meta({ secret: true }),
});

/** What each controller needs to reach the rest of the product, by the names of the environment. */
export const ControllerSettings = CoordinationSettings.extend({
  CONTROL_PLANE_URL: url.meta({ description: 'The control plane, as in http://control-plane:8000.' }),
  CONTROL_PLANE_TIMEOUT_SECONDS: z.coerce.number().positive().default(10),
  OIDC_TOKEN_URL: url.optional().meta({
    description: 'The token endpoint of the identity provider; that of the embedded provider when not set.',
  }),
  OIDC_CLIENT_ID: z.string().min(1).optional().meta({ description: 'The name of the service when not set.' }),
  OIDC_CLIENT_SECRET: z.string().min(1).meta({ secret: true }),
  OIDC_SCOPE: z.string().optional(),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  HEALTH_PORT: portNumber.optional(),
  LOG_LEVEL: z.enum(logLevels).default('info'),
});

export type ControllerSettings = z.output<typeof ControllerSettings>;

/** How etcd is reached. @throws SettingsError when a file that is named cannot be read, or half of the credentials is missing */
export function coordinationOptions(settings: z.output<typeof CoordinationSettings>) {
  const tls = {
    ca: pem('COORDINATION_CA_FILE', settings.COORDINATION_CA_FILE),
    cert: pem('COORDINATION_CERT_FILE', settings.COORDINATION_CERT_FILE),
    key: pem('COORDINATION_KEY_FILE', settings.COORDINATION_KEY_FILE),
  };
  const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  return { endpoints: settings.COORDINATION_URL, tls: given, credentials: credentialsOf(settings) };
}

function credentialsOf(settings: z.output<typeof CoordinationSettings>) {
  const { COORDINATION_USER: user, COORDINATION_PASSWORD: password } = settings;
  if (user === undefined && password === undefined) return undefined;
  if (user !== undefined && password !== undefined) return { user, password };
  throw new SettingsError('COORDINATION_USER and COORDINATION_PASSWORD: one is set and the other is missing');
}

function pem(name: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingsError(`${name}: ${path} cannot be read`, { cause: error });
  }
}
