import { hostname } from 'node:os';
import type { ControlPlane } from '../../ports/control-plane/index.ts';
import type { Coordination } from '../../ports/coordination/index.ts';
import { electionPrefix, ReconcileBoard, tellStatus } from '../../reconcile/index.ts';
import { httpExchange } from '../control-plane/http-exchange.ts';
import { type ServiceToken, serviceToken } from '../control-plane/service-token.ts';
import { WireControlPlane } from '../control-plane/wire-control-plane.ts';
import { EtcdCoordination } from '../coordination/etcd-coordination.ts';
import { SystemClock } from '../system/system-clock.ts';
import { SystemRandom } from '../system/system-random.ts';
import { controllerLog, everyObserver } from './controller-log.ts';
import { ControllerSettings, coordinationOptions } from './controller-settings.ts';
import { startHealthServer } from './health-server.ts';
import { liveUntilTold } from './main-process.ts';
import { jsonLog, logLevelOf, type ServiceLog } from './service-log.ts';
import { type Environment, inWords, readSettings, withSecretFiles } from './settings.ts';

/** What every controller is given, whatever else it is made of. */
export interface ControllerPorts {
  readonly controlPlane: ControlPlane;
  readonly coordination: Coordination;
  readonly clock: SystemClock;
  readonly random: SystemRandom;
  readonly name: string;
  readonly observer: ReturnType<typeof everyObserver>;
}

interface Controller {
  /** Its name: that of its election and, unless told otherwise, of its identity. */
  readonly service: string;
  readonly healthPort: number;
  readonly environment: Environment;
  /** @throws ZodError or SettingsError when its own settings are at fault */
  readonly compose: (
    environment: Environment,
    ports: ControllerPorts,
    log: ServiceLog,
  ) => { readonly run: (signal: AbortSignal) => Promise<void> };
}

/** One controller as a process of its own, until it is told to stop. */
export async function runControllerProcess(controller: Controller): Promise<never> {
  const { service, environment } = controller;
  const clock = new SystemClock();
  const log = jsonLog({ service, level: logLevelOf(environment), now: () => clock.now() });
  return liveUntilTold({ log, clock, run: async (signal) => live(controller, { clock, log, signal }) });
}

interface Life {
  readonly clock: SystemClock;
  readonly log: ServiceLog;
  readonly signal: AbortSignal;
}

async function live(controller: Controller, { clock, log, signal }: Life): Promise<void> {
  const { service, healthPort, compose } = controller;
  const environment = withSecretFiles(controller.environment);
  const settings = readSettings(ControllerSettings, environment);
  const random = new SystemRandom();
  const name = processName(random.next());
  const coordination = new EtcdCoordination({ ...coordinationOptions(settings), clock });
  const token = serviceToken(accountOf(service, settings), { clock });
  const controlPlane = controlPlaneAt(settings, token);
  const board = new ReconcileBoard();
  const observer = everyObserver(board, controllerLog(log));
  const ports = { controlPlane, coordination, clock, random, name, observer };
  const composed = inWords(() => compose(environment, ports, log));
  const health = await startHealthServer({
    host: settings.HEALTH_HOST,
    port: settings.HEALTH_PORT ?? healthPort,
    readiness: () => readinessOf(settings, { coordination, token }),
    details: () => ({ name, ...board.report() }),
  });
  log.info({ name, health: health.url, controlPlane: settings.CONTROL_PLANE_URL }, 'started');
  await Promise.all([composed.run(signal), tellStatus({ coordination, service, name, board, clock, signal })]);
  await health.close();
  await coordination.close();
}

function accountOf(service: string, settings: ControllerSettings) {
  return {
    tokenUrl: settings.OIDC_TOKEN_URL ?? `${settings.CONTROL_PLANE_URL}/idp/token`,
    clientId: settings.OIDC_CLIENT_ID ?? service,
    clientSecret: settings.OIDC_CLIENT_SECRET,
    scope: settings.OIDC_SCOPE,
  };
}

function controlPlaneAt(settings: ControllerSettings, token: ServiceToken): ControlPlane {
  const url = `${settings.CONTROL_PLANE_URL}/api/v1`;
  return new WireControlPlane(httpExchange({ url, token, timeoutMs: settings.CONTROL_PLANE_TIMEOUT_SECONDS * 1000 }));
}

/** Unique among all processes that ever were, and readable for people who ask who leads. */
export function processName(unlikely: number): string {
  return `${hostname()}-${process.pid}-${Math.floor(unlikely * 36 ** 4).toString(36)}`;
}

async function readinessOf(
  settings: ControllerSettings,
  { coordination, token }: { readonly coordination: Coordination; readonly token: ServiceToken },
): Promise<Readonly<Record<string, string | undefined>>> {
  const [store, identity, controlPlane] = await Promise.all([
    problemOf(coordination.list(electionPrefix)),
    problemOf(token()),
    problemOf(reach(`${settings.CONTROL_PLANE_URL}/health`)),
  ]);
  return { coordination: store, identity, controlPlane };
}

const probeMs = 2_000;

async function reach(url: string): Promise<void> {
  const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(probeMs) });
  if (!ok) throw new Error(`${url} answered ${status}`);
}

async function problemOf(asked: Promise<unknown>): Promise<string | undefined> {
  try {
    await asked;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
