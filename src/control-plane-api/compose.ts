import { type Exchange, WireControlPlane } from '@lcm/core/adapters/control-plane/wire-control-plane';
import type { ServiceRole } from '@lcm/core/domain/access';
import { isClosed, type LabRecordId } from '@lcm/core/domain/lab';
import { defaultConcernLimits } from '@lcm/core/domain/task';
import type { Clock, Random } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { LabDeliveries } from '@lcm/core/ports/lab-delivery';
import type { SampleStore } from '@lcm/core/ports/sample-store';
import type { StateStore } from '@lcm/core/ports/state-store';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { inTurn, type Replica } from './application/companions.ts';
import { type OpenState, openState } from './application/control-plane.ts';
import type { OperationDeps } from './application/deps.ts';
import { createDispatch, type Dispatch } from './application/dispatch.ts';
import { inProcessExchange } from './application/in-process-exchange.ts';
import { LabReadings } from './application/lab-readings.ts';
import { LicenseTokens } from './application/license-tokens.ts';
import { Measurements } from './application/measurements.ts';
import { type NoticePorts, noticing } from './application/notices/noticing.ts';
import { MailAddresses } from './application/people/mail-addresses.ts';
import { noteLogin } from './application/people/note-login.ts';
import { settingsNow } from './application/settings-now.ts';
import { shareLabReadings } from './application/share-lab-readings.ts';
import { shareMeasurements } from './application/share-measurements.ts';
import { TaskRaiser, type TaskRaiserDeps } from './application/task-raiser.ts';
import { Turns } from './application/turns.ts';
import type { OnLogin } from './auth/auth-routes.ts';
import { rejectionOf } from './http/problem.ts';
import { statusFor } from './http/rejections.ts';
import { routes } from './http/routes.ts';
import { createServer, type ServerSettings } from './http/server.ts';
import type { OpenIdentity } from './identity.ts';

export type TaskSettings = Pick<TaskRaiserDeps, 'limits' | 'department'>;

const defaultTaskSettings: TaskSettings = { limits: defaultConcernLimits, department: 'operations' };

export interface ControlPlanePorts {
  readonly store: StateStore;
  readonly samples: SampleStore;
  readonly coordination: Coordination;
  readonly blobs: Blobs;
  /** What secrets at rest are sealed with, the newest first; older ones still open what they sealed. */
  readonly secretKeys: readonly [string, ...string[]];
  readonly labDeliveries: LabDeliveries;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: OperationDeps['settings'];
  readonly about: OperationDeps['about'];
  readonly onProjectionError: (error: unknown) => void;
  readonly projectEveryMs?: number | undefined;
  /** What the system raises tasks for, and for whom. */
  readonly tasks?: TaskSettings | undefined;
  /** Told when a task cannot be written now. */
  readonly onTaskError?: ((error: unknown) => void) | undefined;
  /** How people are told of sessions, and where they find them; without a webhook nobody is. */
  readonly notices?: NoticePorts | undefined;
  /** Told when notices cannot be written now. */
  readonly onNoticeError?: ((error: unknown) => void) | undefined;
  /** Given when other processes write to the same store. */
  readonly replica?: Replica | undefined;
}

/** The only writer of state, without its HTTP side: what the simulation runs too. */
export interface OpenControlPlane {
  readonly state: OpenState;
  readonly deps: OperationDeps;
  readonly dispatch: Dispatch<OperationDeps>;
  /** The control plane for a controller in the same process. */
  readonly forService: (role: ServiceRole) => ControlPlane;
}

export async function openControlPlane(ports: ControlPlanePorts): Promise<OpenControlPlane> {
  const { store, samples, coordination, clock, secretKeys, ...settings } = ports;
  const { onProjectionError, projectEveryMs, tasks, onTaskError, notices, onNoticeError, replica, ...rest } = settings;
  const opened = await openState({ store, coordination, clock, onProjectionError, projectEveryMs, replica });
  const { epoch, streams, views, audit, feed, waitFor, catchUp } = opened;
  const publish = (item: Parameters<typeof feed.measured>[0]): void => feed.measured(item);
  const keptDays = (): number => settingsNow(views)['retention.samplesDays'];
  const measurements = new Measurements({ samples, clock, keptDays, publish });
  const sharing = replica && shareMeasurements({ measurements, feed, coordination, clock, replica });
  const labReadings = readingsOf(opened, { coordination, clock });
  const sharingReadings = replica && shareLabReadings({ labReadings, coordination, clock, replica });
  const raising = raisingTasks({ tasks, onTaskError, replica, coordination, clock }, opened);
  const mailAddresses = new MailAddresses(ports.blobs, secretKeys);
  const telling = noticing({ notices, mailAddresses, onNoticeError, replica, store, coordination, clock }, opened);
  const run = async (signal: AbortSignal): Promise<void> => {
    await Promise.all([
      opened.run(signal),
      sharing?.(signal),
      sharingReadings?.(signal),
      raising(signal),
      telling(signal),
    ]);
  };
  const opening = { store, epoch, coordination, clock, streams, views, audit, measurements, labReadings };
  const licenseTokens = new LicenseTokens(ports.blobs, secretKeys);
  const open = { ...opening, turns: new Turns(), tellWatchers: publish, licenseTokens, mailAddresses };
  const deps: OperationDeps = { ...rest, ...open };
  const dispatch = createDispatch({ deps, waitFor, catchUp });
  const exchangeFor = (role: ServiceRole): Exchange =>
    inProcessExchange(role, { routes, dispatch, statusFor, rejectionOf });
  return { state: { ...opened, run }, deps, dispatch, forService: (role) => new WireControlPlane(exchangeFor(role)) };
}

function readingsOf({ views }: OpenState, ports: Pick<ControlPlanePorts, 'coordination' | 'clock'>): LabReadings {
  const isThere = (id: LabRecordId): boolean => {
    const lab = views.get('lab', id)?.state;
    return lab !== undefined && !isClosed(lab);
  };
  return new LabReadings({ ...ports, isThere });
}

type Raising = Pick<ControlPlanePorts, 'tasks' | 'onTaskError' | 'replica' | 'coordination' | 'clock'>;

/** In one of all replicas at a time; a second one would only do what is done already. */
function raisingTasks(ports: Raising, { streams, views, log }: OpenState) {
  const { clock, coordination, replica, tasks = defaultTaskSettings, onTaskError: onError = () => undefined } = ports;
  const work = async (signal: AbortSignal): Promise<void> => {
    await log.publish().catch(onError);
    await new TaskRaiser({ ...tasks, streams, views, clock, onError }).run(signal);
  };
  if (replica === undefined) return work;
  const companions = { log, coordination, clock, replica };
  return async (signal: AbortSignal) => inTurn(companions, { election: 'task-raiser', work }, signal);
}

export interface EdgePorts {
  readonly identity: OpenIdentity;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly settings: ServerSettings;
}

/** The control plane's HTTP side, not yet listening. */
export async function composeServer(plane: OpenControlPlane, ports: EdgePorts): Promise<FastifyInstance> {
  const { identity, ...rest } = ports;
  return createServer({
    ...rest,
    routes,
    dispatch: plane.dispatch,
    feed: plane.state.feed,
    auth: identity.auth,
    plugins: [async (app) => identity.mount(app, notingLogins(plane.deps, rest.logger))],
    readiness: async () => ({ store: await problemOf(plane.deps.store.head()) }),
  });
}

/** Somebody whose address could not be written down is noted at their next login. */
function notingLogins(deps: OperationDeps, logger: Logger): OnLogin {
  return (login) => {
    noteLogin(deps, login).catch((error: unknown) => logger.error({ err: error }, 'a login could not be noted'));
  };
}

async function problemOf(asked: Promise<unknown>): Promise<string | undefined> {
  try {
    await asked;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
