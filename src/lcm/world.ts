import { join } from 'node:path';
import type { EmbeddedProvider } from '@lcm/control-plane-api/auth/embedded-provider';
import type { MailConfig } from '@lcm/control-plane-api/mail-config';
import type { Clock, Random } from '@lcm/core/kernel';
import { type ClientCredentials, clientCredentials } from '@lcm/lds-simulator/events/client-credentials';
import { startWorld, type World } from '@lcm/simulated-world/world';
import type { LauncherConfig } from './config.ts';
import type { InstallationSecrets } from './installation.ts';

/** Where the world outside answers, and what lets us in. */
export interface Outside {
  readonly awsEndpoint?: string | undefined;
  readonly awsCredentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly lds: {
    readonly baseUrl: string;
    readonly frontendBaseUrl: string;
    readonly username: string;
    readonly password: string;
  };
  /** Undefined where nobody has named a mail server. */
  readonly mail: MailConfig;
  /** For the worker controller, over what the environment says. */
  readonly workerEnvironment: Readonly<Record<string, string>>;
  readonly simulated: readonly { readonly part: string; readonly note: string }[];
  /** Where what was mailed can be read. */
  readonly mailUrl?: string | undefined;
  readonly speed?: number | undefined;
  readonly close: () => Promise<void>;
}

interface Deps {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: InstallationSecrets;
  readonly embedded: Pick<EmbeddedProvider, 'serviceSecrets'> | undefined;
  readonly apiUrl: string;
  readonly signal: AbortSignal;
}

const simulated = [
  { part: 'AWS', note: 'EC2 is a simulator on this machine: no instance costs anything.' },
  { part: 'CML', note: 'Each worker is a simulated CML server; its nodes have real consoles with a small IOS.' },
  { part: 'LDS', note: 'The candidate’s page is a simulated delivery system.' },
  { part: 'Grading', note: 'The built-in engine grades what simulated nodes were really configured with.' },
] as const;

export async function openOutside(config: LauncherConfig, deps: Deps): Promise<Outside> {
  return config.SIMULATED_WORLD ? simulatedWorld(config, deps) : realWorld(config);
}

function realWorld(config: LauncherConfig): Outside {
  const { LDS_BASE_URL: baseUrl, LDS_PASSWORD: password, LDS_USERNAME: username } = config;
  if (baseUrl === undefined || password === undefined) {
    throw new Error('Without a simulated world LDS_BASE_URL and LDS_PASSWORD must say where the delivery system is.');
  }
  const frontendBaseUrl = config.LDS_FRONTEND_BASE_URL ?? baseUrl;
  return {
    awsEndpoint: config.AWS_ENDPOINT_URL,
    lds: { baseUrl, frontendBaseUrl, username, password },
    mail: config,
    workerEnvironment: {},
    simulated: [],
    close: async () => undefined,
  };
}

async function simulatedWorld(config: LauncherConfig, deps: Deps): Promise<Outside> {
  const { clock, random, secrets, embedded, apiUrl, signal } = deps;
  const { LDS_USERNAME: username, SIMULATION_SPEED: speed, SIMULATION_HOST: host } = config;
  const account = deliveryAccount(config, { embedded, apiUrl });
  const world = await startWorld({
    clock,
    random,
    folder: join(config.LCM_DATA, 'world'),
    contentFolder: config.LCM_CONTENT,
    speed,
    host,
    network: config.SIMULATION_NETWORK,
    ports: {
      aws: config.SIMULATION_AWS_PORT,
      cml: config.SIMULATION_CML_PORT,
      lds: config.SIMULATION_LDS_PORT,
      smtp: config.SIMULATION_SMTP_PORT,
      mail: config.SIMULATION_MAIL_PORT,
    },
    cmlPassword: secrets.cmlPassword,
    lds: { username, password: secrets.ldsPassword },
    sink: { url: `${apiUrl}/api/v1/events`, token: clientCredentials({ ...account, clock }) },
    signal,
  });
  return {
    awsEndpoint: world.awsUrl,
    awsCredentials: { accessKeyId: 'simulated', secretAccessKey: 'simulated' },
    lds: { baseUrl: world.ldsUrl, frontendBaseUrl: world.ldsUrl, username, password: secrets.ldsPassword },
    ...mailOf(config, { ...world, host }),
    workerEnvironment: {
      CML_WORKER_API_USERNAME: 'admin',
      CML_WORKER_API_PASSWORD: secrets.cmlPassword,
      CML_WORKER_API_PORT: String(config.SIMULATION_CML_PORT),
      CML_LICENSE_TOKEN: secrets.licenseToken,
    },
    speed,
    close: world.close,
  };
}

/** Mails go where the environment says; else into the simulated mailbox, and everybody is told so. */
export function mailOf(
  config: MailConfig,
  { smtpPort, mailUrl, host }: Pick<World, 'smtpPort' | 'mailUrl'> & { readonly host: string },
): Pick<Outside, 'mail' | 'mailUrl' | 'simulated'> {
  if (config.SMTP_HOST !== undefined) return { mail: config, simulated };
  const from = 'Lablets <lablets@lablets.example>';
  return {
    mail: { SMTP_HOST: host, SMTP_PORT: smtpPort, SMTP_SECURITY: 'none', MAIL_FROM: from },
    mailUrl,
    simulated: [...simulated, { part: 'Mail', note: `What is mailed goes nowhere: read it at ${mailUrl}.` }],
  };
}

/**
 * As whom the simulated delivery system tells of candidates' doings.
 * @throws Error when the provider is not ours and nobody says: without a token every event of it would be refused
 */
export function deliveryAccount(
  { OIDC_TOKEN_URL: tokenUrl, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret }: LauncherConfig,
  { embedded, apiUrl }: Pick<Deps, 'embedded' | 'apiUrl'>,
): Omit<ClientCredentials, 'clock'> {
  if (embedded) {
    const { delivery } = embedded.serviceSecrets;
    return { tokenUrl: `${apiUrl}/idp/token`, clientId: 'delivery', clientSecret: delivery };
  }
  if (tokenUrl !== undefined && clientSecret !== undefined) return { tokenUrl, clientId, clientSecret };
  throw new Error(
    'With your own identity provider OIDC_TOKEN_URL and OIDC_CLIENT_SECRET must say how the simulated delivery system gets tokens.',
  );
}
