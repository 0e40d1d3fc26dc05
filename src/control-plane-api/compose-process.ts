import { join, resolve } from 'node:path';
import { openBlobs } from '@lcm/core/adapters/blobs/open-blobs';
import { EtcdCoordination } from '@lcm/core/adapters/coordination/etcd-coordination';
import { ldsDeliveries } from '@lcm/core/adapters/lab-delivery/lds-deployments';
import { SmtpMail } from '@lcm/core/adapters/mail/smtp-mail';
import { processName } from '@lcm/core/adapters/process/controller-process';
import { CoordinationSettings, coordinationOptions } from '@lcm/core/adapters/process/controller-settings';
import { stopped } from '@lcm/core/adapters/process/main-process';
import { type Environment, readSettings, withSecretFiles } from '@lcm/core/adapters/process/settings';
import { workAlone } from '@lcm/core/adapters/process/sole-process';
import { S3Settings } from '@lcm/core/adapters/s3/s3-settings';
import { HttpWebhook } from '@lcm/core/adapters/webhook/http-webhook';
import type { Clock, Random } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { Mail } from '@lcm/core/ports/mail';
import type { Webhook } from '@lcm/core/ports/webhook';
import type { Logger } from 'pino';
import { secretKeys } from './auth/secret-keys.ts';
import { loadSessionSecret } from './auth/session-secret.ts';
import { composeServer, type OpenControlPlane, openControlPlane } from './compose.ts';
import { isAlone, openSampleStore, openSessionStore, openStateStore } from './compose-stores.ts';
import { bookingSettings, type ControlPlaneConfig, controlPlaneConfig, placementOf, taskSettings } from './config.ts';
import { type EdgeConfig, hasDemoUsers, publicUrlOf } from './edge-config.ts';
import type { ServerSettings } from './http/server.ts';
import { type OpenIdentity, openIdentity } from './identity.ts';
import { checkedMail, type MailConfig } from './mail-config.ts';
import { noteSettings } from './note-settings.ts';
import { seedTemplates } from './seed-templates.ts';
import { writeServiceSecrets } from './service-secrets.ts';
import { version } from './version.ts';

interface Life {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** The control plane as a process of its own, until `signal` aborts. @throws SettingsError, NotNowError */
export async function runControlPlane(environment: Environment, life: Life): Promise<void> {
  const given = withSecretFiles(environment);
  const config = readSettings(controlPlaneConfig, given);
  const etcd = coordinationOptions(readSettings(CoordinationSettings, given));
  const coordination = new EtcdCoordination({ ...etcd, clock: life.clock });
  const name = processName(life.random.next());
  const place = { ...life, coordination, name, election: 'control-plane-api' };
  const work = async (signal: AbortSignal): Promise<void> =>
    serve(config, { coordination, name, environment: given }, { ...life, signal });
  if (isAlone(config)) await workAlone(place, work);
  else await work(life.signal);
  await coordination.close();
}

interface Place {
  readonly coordination: Coordination;
  readonly name: string;
  readonly environment: Environment;
}

async function serve(
  config: ControlPlaneConfig,
  { coordination, name, environment }: Place,
  life: Life,
): Promise<void> {
  const { clock, random, logger } = life;
  const store = await openStateStore(config, random);
  const identity = await identityOf(config, life);
  const samples = await openSampleStore(config);
  const plane = await openControlPlane({
    store,
    samples,
    coordination,
    blobs: openBlobs(config.BLOBS_FOLDER, readSettings(S3Settings, environment)),
    secretKeys: await secretKeys(config, config.LCM_DATA),
    labDeliveries: ldsDeliveries(deploymentOf(config), config.LDS_DEPLOYMENTS, environment),
    clock,
    random,
    settings: {
      ...bookingSettings(config),
      placement: placementOf(config),
      gradesOutside: config.GRADING_ENGINE_URL !== undefined,
    },
    about: { version, simulated: [] },
    onProjectionError: (error) => sayProjectionError(logger, error),
    tasks: taskSettings(config),
    onTaskError: (error) => sayTaskError(logger, error),
    notices: { webhook: webhookOf(config), mail: mailOf(config), publicUrl: publicUrlOf(config) },
    onNoticeError: (error) => sayNoticeError(logger, error),
    replica: config.STATE_STORE === 'mongodb' ? { name, random } : undefined,
  });
  await noteSettings(environment, plane.deps);
  await seedTemplates(config.LCM_TEMPLATES, plane.deps);
  await listen(config, plane, { identity, life });
  await samples.close();
  await store.close();
}

async function listen(
  config: ControlPlaneConfig,
  plane: OpenControlPlane,
  { identity, life }: { readonly identity: OpenIdentity; readonly life: Life },
): Promise<void> {
  const { signal, ...edge } = life;
  const app = await composeServer(plane, { ...edge, identity, settings: serverSettings(config) });
  const url = await app.listen({ host: config.APP_HOST, port: config.APP_PORT });
  life.logger.info({ url, publicUrl: publicUrlOf(config) }, 'started');
  await Promise.all([plane.state.run(signal), stopped(signal).then(async () => app.close())]);
}

async function identityOf(config: ControlPlaneConfig, { clock, logger }: Life): Promise<OpenIdentity> {
  const { LCM_DATA: folder } = config;
  const sessionStore = await openSessionStore(config, clock);
  const sessionSecret = config.SESSION_SECRET_KEY ?? (await loadSessionSecret(join(folder, 'session-secret')));
  const identity = await openIdentity(config, { clock, logger, sessionStore, sessionSecret, folder });
  const secrets = identity.embedded?.serviceSecrets;
  if (secrets) await writeServiceSecrets(join(folder, 'identity', 'services'), secrets);
  return identity;
}

function deploymentOf(config: ControlPlaneConfig) {
  return {
    baseUrl: config.LDS_BASE_URL,
    frontendBaseUrl: config.LDS_FRONTEND_BASE_URL,
    username: config.LDS_USERNAME,
    password: config.LDS_PASSWORD,
  };
}

export function serverSettings(config: EdgeConfig): ServerSettings {
  return {
    publicUrl: publicUrlOf(config),
    version,
    uiFolder: resolve(config.UI_FOLDER ?? 'src/ui/dist'),
    isDemo: hasDemoUsers(config),
  };
}

/** How notices leave the house; undefined: not at all. */
export function webhookOf({
  WEBHOOK_SIGNING_SECRET,
}: Pick<ControlPlaneConfig, 'WEBHOOK_SIGNING_SECRET'>): Webhook | undefined {
  const [first, ...older] = WEBHOOK_SIGNING_SECRET?.split(',') ?? [];
  return first === undefined ? undefined : new HttpWebhook({ secrets: [first, ...older] });
}

export function mailOf(config: MailConfig): Mail | undefined {
  const server = checkedMail(config);
  return server && new SmtpMail(server);
}

export function sayProjectionError(logger: Logger, error: unknown): void {
  logger.error({ err: error }, 'commits could not be carried into the coordination store');
}

export function sayTaskError(logger: Logger, error: unknown): void {
  logger.error({ err: error }, 'a task could not be raised or settled; it is tried again');
}

export function sayNoticeError(logger: Logger, error: unknown): void {
  logger.error({ err: error }, 'notices could not be queued or settled; it is tried again');
}
