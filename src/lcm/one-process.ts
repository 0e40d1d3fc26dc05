import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { secretKeys } from '@lcm/control-plane-api/auth/secret-keys';
import { composeServer, type OpenControlPlane, openControlPlane } from '@lcm/control-plane-api/compose';
import {
  mailOf,
  sayNoticeError,
  sayProjectionError,
  sayTaskError,
  serverSettings,
  webhookOf,
} from '@lcm/control-plane-api/compose-process';
import { bookingSettings, taskSettings } from '@lcm/control-plane-api/config';
import { publicUrlOf } from '@lcm/control-plane-api/edge-config';
import { type OpenIdentity, openIdentity } from '@lcm/control-plane-api/identity';
import { noteSettings } from '@lcm/control-plane-api/note-settings';
import { seedTemplates } from '@lcm/control-plane-api/seed-templates';
import { version } from '@lcm/control-plane-api/version';
import { openBlobs } from '@lcm/core/adapters/blobs/open-blobs';
import { openContent } from '@lcm/core/adapters/content-source/open-content';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { openSqliteJournal } from '@lcm/core/adapters/coordination/sqlite-journal';
import { openGradingEngine } from '@lcm/core/adapters/grading-engine/open-grading-engine';
import { ldsDeliveries } from '@lcm/core/adapters/lab-delivery/lds-deployments';
import { SqliteSampleStore } from '@lcm/core/adapters/sample-store/sqlite-sample-store';
import { SqliteSessionStore } from '@lcm/core/adapters/session-store/sqlite-session-store';
import { SqliteStateStore } from '@lcm/core/adapters/state-store/sqlite-state-store';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { SystemRandom } from '@lcm/core/adapters/system/system-random';
import { uuid } from '@lcm/core/kernel';
import { parseConfig as parseSchedulerConfig } from '@lcm/resource-scheduler/config';
import type { Logger } from 'pino';
import { demoTimes, type LauncherConfig } from './config.ts';
import { startControllers } from './controllers.ts';
import { installationSecrets } from './installation.ts';
import type { Parts } from './parts.ts';
import { type Outside, openOutside } from './world.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Running {
  readonly url: string;
  /** Where what it mails can be read, when that goes nowhere. */
  readonly mailUrl: string | undefined;
  /** Resolves when everything has come to rest after the signal. */
  readonly stopped: Promise<void>;
}

interface Life {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** All four services, the embedded stores and, unless told otherwise, the simulated world: one process, one address. */
export async function startOneProcess(config: LauncherConfig, life: Life): Promise<Running> {
  const { signal } = life;
  mkdirSync(config.LCM_DATA, { recursive: true });
  const { outside, identity } = await openAround(config, life);
  const environment = environmentOf(life.environment, outside);
  const parts = partsOf(config, { ...life, environment, outside });
  const plane = await openPlane(config, parts);
  const app = await composeServer(plane, { ...parts, identity, settings: serverSettings(config) });
  await app.listen({ host: config.APP_HOST, port: config.APP_PORT });
  const running = [plane.state.run(signal), ...startControllers(plane, parts, signal)];
  const { mailUrl } = outside;
  return { url: publicUrlOf(config), mailUrl, stopped: comeToRest(running, { app, outside }) };
}

async function comeToRest(
  running: readonly Promise<unknown>[],
  { app, outside }: { readonly app: Awaited<ReturnType<typeof composeServer>>; readonly outside: Outside },
): Promise<void> {
  await Promise.all(running);
  await app.close();
  await outside.close();
}

/** Who may come in, and what the world outside is. */
async function openAround(
  config: LauncherConfig,
  { logger, signal }: Life,
): Promise<{ readonly identity: OpenIdentity; readonly outside: Outside }> {
  const [clock, random] = [new SystemClock(), new SystemRandom()];
  const secrets = installationSecrets(config.LCM_DATA);
  const { sessionSecret } = secrets;
  const sessionStore = new SqliteSessionStore(join(config.LCM_DATA, 'browser-sessions.db'), clock);
  const identity = await openIdentity(config, { clock, logger, sessionStore, sessionSecret, folder: config.LCM_DATA });
  const apiUrl = `http://127.0.0.1:${config.APP_PORT}`;
  const outside = await openOutside(config, { clock, random, secrets, embedded: identity.embedded, apiUrl, signal });
  return { identity, outside };
}

function partsOf(
  config: LauncherConfig,
  { environment, logger, outside }: Life & { readonly outside: Outside },
): Parts {
  const clock = new SystemClock();
  const journal = openSqliteJournal(join(config.LCM_DATA, 'coordination.db'));
  return {
    clock,
    random: new SystemRandom(),
    logger,
    environment,
    outside,
    coordination: new EmbeddedCoordination({ clock, journal }),
    labDeliveries: ldsDeliveries(outside.lds, config.LDS_DEPLOYMENTS, environment),
    gradingEngine: openGradingEngine(outside.gradingEngine, clock),
    blobs: openBlobs(config.BLOBS_FOLDER ?? join(config.LCM_DATA, 'blobs'), config),
    content: openContent(config.LCM_CONTENT, config),
  };
}

async function openPlane(config: LauncherConfig, parts: Parts): Promise<OpenControlPlane> {
  const { outside, logger, environment, ...ports } = parts;
  const { simulated, speed } = outside;
  const placement = parseSchedulerConfig(environment);
  const plane = await openControlPlane({
    ...ports,
    store: new SqliteStateStore(join(config.LCM_DATA, 'state.db'), uuid(parts.random)),
    samples: new SqliteSampleStore(join(config.LCM_DATA, 'samples.db')),
    secretKeys: await secretKeys(config, config.LCM_DATA),
    settings: {
      ...bookingSettings({ ...config, ...outside.mail }),
      placement,
      gradesOutside: outside.gradingEngine !== undefined,
    },
    about: { version, simulated, speed },
    onProjectionError: (error) => sayProjectionError(logger, error),
    tasks: taskSettings(config),
    onTaskError: (error) => sayTaskError(logger, error),
    notices: { webhook: webhookOf(config), mail: mailOf(outside.mail), publicUrl: publicUrlOf(config) },
    onNoticeError: (error) => sayNoticeError(logger, error),
  });
  await noteSettings(environment, plane.deps);
  await seedTemplates(config.LCM_TEMPLATES, plane.deps);
  return plane;
}

/** What the environment says, over what the demo makes shorter, over what the simulated world needs. */
function environmentOf(environment: Environment, outside: Outside): Environment {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  const { speed } = outside;
  const demo = speed === undefined ? {} : { ...demoTimes, LAB_BOOT_FACTOR: String(1.5 / speed) };
  return { ...demo, ...outside.workerEnvironment, ...given };
}
