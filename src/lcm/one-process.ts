import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { composeServer, openControlPlane } from '@lcm/control-plane-api/compose';
import { publicUrlOf } from '@lcm/control-plane-api/edge-config';
import { openIdentity } from '@lcm/control-plane-api/identity';
import { FolderBlobs } from '@lcm/core/adapters/blobs/folder-blobs';
import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { FolderContentSource } from '@lcm/core/adapters/content-source/folder-content-source';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { openSqliteJournal } from '@lcm/core/adapters/coordination/sqlite-journal';
import { Ec2Instances } from '@lcm/core/adapters/instances/ec2-instances';
import { LdsLabDelivery } from '@lcm/core/adapters/lab-delivery/lds-lab-delivery';
import { SqliteSessionStore } from '@lcm/core/adapters/session-store/sqlite-session-store';
import { SqliteStateStore } from '@lcm/core/adapters/state-store/sqlite-state-store';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SystemRandom } from '@lcm/core/adapters/system/system-random';
import { uuid } from '@lcm/core/kernel';
import { composeLabletController } from '@lcm/lablet-controller/compose';
import { parseConfig as parseLabletConfig } from '@lcm/lablet-controller/config';
import { composeScheduler } from '@lcm/resource-scheduler/compose';
import { parseConfig as parseSchedulerConfig } from '@lcm/resource-scheduler/config';
import { composeWorkerController } from '@lcm/worker-controller/compose';
import { parseConfig as parseWorkerConfig } from '@lcm/worker-controller/config';
import type { Logger } from 'pino';
import { demoTimes, type LauncherConfig } from './config.ts';
import { controllerLog } from './controller-log.ts';
import { installationSecrets } from './installation.ts';
import { seedTemplates } from './seed-templates.ts';
import { type Outside, openOutside } from './world.ts';

export const version = '0.1.0';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Running {
  readonly url: string;
  /** Resolves when everything has come to rest after the signal. */
  readonly stopped: Promise<void>;
}

/** All four services, the embedded stores and, unless told otherwise, the simulated world: one process, one address. */
export async function startOneProcess(
  config: LauncherConfig,
  on: { readonly environment: Environment; readonly logger: Logger; readonly signal: AbortSignal },
): Promise<Running> {
  const { logger, signal } = on;
  const [clock, random] = [new SystemClock(), new SystemRandom()];
  const data = (name: string): string => join(config.LCM_DATA, name);
  mkdirSync(config.LCM_DATA, { recursive: true });
  const secrets = installationSecrets(config.LCM_DATA);
  const sessionStore = new SqliteSessionStore(data('browser-sessions.db'), clock);
  const { sessionSecret } = secrets;
  const identity = await openIdentity(config, { clock, logger, sessionStore, sessionSecret, folder: config.LCM_DATA });
  const apiUrl = `http://127.0.0.1:${config.APP_PORT}`;
  const outside = await openOutside(config, { clock, random, secrets, embedded: identity.embedded, apiUrl, signal });
  const environment = environmentOf(config, on.environment, outside);
  const placement = parseSchedulerConfig(environment);
  const coordination = new EmbeddedCoordination({ clock, journal: openSqliteJournal(data('coordination.db')) });
  const labDelivery = new LdsLabDelivery(outside.lds);
  const blobs = new FolderBlobs(data('blobs'));
  const { simulated, speed } = outside;
  const plane = await openControlPlane({
    store: new SqliteStateStore(data('state.db'), uuid(random)),
    coordination,
    blobs,
    labDelivery,
    clock,
    random,
    settings: {
      bookingHorizonDays: config.BOOKING_HORIZON_DAYS,
      sessionQuotaPerOwner: config.SESSION_QUOTA_PER_OWNER,
      placement,
    },
    about: { version, simulated, speed },
    onProjectionError: (error) =>
      logger.error({ err: error }, 'commits could not be carried into the coordination store'),
  });
  await seedTemplates(config.LCM_TEMPLATES, plane.deps);
  const publicUrl = publicUrlOf(config);
  const settings = {
    publicUrl,
    version,
    uiFolder: resolve(config.UI_FOLDER ?? 'src/ui/dist'),
    isDemo: config.DEMO_USERS,
  };
  const app = await composeServer(plane, { identity, clock, random, logger, settings });
  await app.listen({ host: config.APP_HOST, port: config.APP_PORT });
  const shared = { coordination, clock, random, name: `one-process-${process.pid}`, observer: controllerLog(logger) };
  const { awsEndpoint: endpoint, awsCredentials: credentials } = outside;
  const instances = new Ec2Instances({ ...(endpoint && { endpoint }), ...(credentials && { credentials }) });
  const cml = new HttpCmlServers({ insecure: true });
  const scheduler = composeScheduler(placement, { ...shared, controlPlane: plane.forService('scheduler') });
  const workers = composeWorkerController(parseWorkerConfig(environment), {
    ...shared,
    controlPlane: plane.forService('worker-controller'),
    instances,
    cml,
  });
  const lablets = composeLabletController(parseLabletConfig(environment), {
    ...shared,
    controlPlane: plane.forService('lablet-controller'),
    cml,
    labDelivery,
    blobs,
    content: new FolderContentSource(config.LCM_CONTENT),
    onContentSynced: (report) => logger.info(report, 'content packages were read'),
    onContentFailed: (error) => logger.error({ err: error }, 'content packages could not be read'),
  });
  const running = [plane.state.run(signal), scheduler.run(signal), workers.run(signal), lablets.run(signal)];
  const stopped = Promise.all(running).then(async () => {
    await app.close();
    await outside.close();
  });
  return { url: publicUrl, stopped };
}

/** What the environment says, over what the demo makes shorter, over what the simulated world needs. */
function environmentOf(config: LauncherConfig, environment: Environment, outside: Outside): Environment {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  const { speed } = outside;
  const demo = speed === undefined ? {} : { ...demoTimes, LAB_BOOT_FACTOR: String(1.5 / speed) };
  return { ...demo, ...outside.workerEnvironment, ...given };
}
