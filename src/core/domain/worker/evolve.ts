import { unreachable } from '../../kernel/index.ts';
import { countBoots } from './count-boots.ts';
import { countCost } from './count-cost.ts';
import { countSavings } from './count-savings.ts';
import { evolveDrain, isAboutDrain } from './drain-plan.ts';
import { evolveLicense, isAboutLicense } from './evolve-license.ts';
import { evolveReservations, isAboutReservations, type ReservationEvent } from './evolve-reservations.ts';
import { evolveWishes, isWish } from './evolve-wishes.ts';
import { knownChecks } from './host-checks.ts';
import { evolveLooks, isLookEvent } from './looks.ts';
import { evolveNoticed, isNoticed } from './noticed.ts';
import type { Worker, WorkerEvent } from './worker.ts';

const unregistered = { status: 'unregistered' } as const;
/** What only a CML that runs can say. */
const withoutCml = { health: undefined, line: undefined, heldBack: undefined } as const;

/** What the worker is after the event. It never refuses: what was committed has happened. */
export function evolveWorker(worker: Worker | undefined, event: WorkerEvent): Worker {
  if (event.type === 'WorkerCreated') return created(event);
  if (worker === undefined) throw new Error(`${event.type} before WorkerCreated`);
  const { at } = event;
  const next = isAboutReservations(event) ? evolveReservations(worker, event) : evolved(worker, event);
  const after = countSavings(worker, next, at);
  return countBoots(worker, countCost(worker, after, at), at);
}

function evolved(worker: Worker, event: Exclude<WorkerEvent, { type: 'WorkerCreated' } | ReservationEvent>): Worker {
  if (isLookEvent(event)) return { ...worker, looks: evolveLooks(worker, event) };
  if (isWish(event)) return evolveWishes(worker, event);
  if (isAboutLicense(event)) return evolveLicense(worker, event);
  if (isAboutDrain(event)) return { ...worker, drain: evolveDrain(worker.drain, event) };
  if (isNoticed(event)) return evolveNoticed(worker, event);
  switch (event.type) {
    case 'WorkerDesiredStatusChanged':
      return desiredChanged(worker, event);
    case 'WorkerStatusChanged':
      return statusChanged(worker, event);
    case 'WorkerInstanceAssigned':
      return { ...worker, instanceId: event.instanceId };
    case 'WorkerAddressChanged':
      return { ...worker, publicIp: event.publicIp, privateIp: event.privateIp };
    case 'WorkerChecksChanged':
      return { ...worker, checks: knownChecks(worker.checks, event, event.at) };
    case 'WorkerServiceStatusChanged':
      return serviceChanged(worker, event);
    case 'WorkerPressureChanged':
      return { ...worker, pressure: event.under };
    case 'WorkerLaunchPlaced':
      return { ...worker, place: event.place };
    case 'WorkerLaunchFailed':
      return launchFailed(worker, event);
    case 'WorkerVacated':
      return { ...withoutInstance(worker), ...status('pending', 'the next launch', event), launch: event.launch + 1 };
    case 'WorkerLeftoverFound':
      return { ...worker, leftovers: { ...worker.leftovers, [event.instanceId]: event.launch } };
    case 'WorkerLeftoverEnded':
      return { ...worker, leftovers: without(worker.leftovers ?? {}, event.instanceId) };
    case 'WorkerRetryAsked':
      return { ...worker, failures: 0, desiredReason: event.reason };
    case 'WorkerActivityChanged':
      return { ...worker, activity: event.activity };
    case 'WorkerDeleted':
      return { ...worker, deletedAt: event.at };
    case 'WorkerTerminated':
      return { ...withoutHost(worker), ...status('terminated', worker.desiredReason, event), looks: undefined };
    default:
      return unreachable(event);
  }
}

function created({ type: _, by, ...event }: Extract<WorkerEvent, { type: 'WorkerCreated' }>): Worker {
  const { at, ...seat } = event;
  return {
    ...seat,
    desiredReason: event.reason,
    status: 'pending',
    statusSince: at,
    launch: 1,
    failures: 0,
    service: 'unavailable',
    license: unregistered,
    reservations: {},
    idleSince: at,
    createdAt: at,
    createdBy: by,
  };
}

type DesiredChange = Extract<WorkerEvent, { type: 'WorkerDesiredStatusChanged' }>;

function desiredChanged(worker: Worker, { to, reason, cause, at }: DesiredChange): Worker {
  return { ...worker, desired: to, desiredReason: reason, desiredCause: cause, desiredSince: at };
}

type StatusChange = Extract<WorkerEvent, { type: 'WorkerStatusChanged' }>;

function statusChanged(worker: Worker, event: StatusChange): Worker {
  const moved = { ...worker, ...status(event.to, event.reason, event), drain: undefined };
  if (event.to === 'running') return { ...moved, idleSince: event.at };
  // A host that goes down takes CML with it; what CML was licensed for stays on its disk until it is deregistered.
  if (event.to === 'stopping') {
    const down = { ...moved, ...withoutCml, ...serviceLost(worker, event) };
    return { ...down, service: 'unavailable', serviceSince: undefined, checks: undefined };
  }
  if (event.to === 'stopped') return { ...withoutHost(moved, moved.endpoint), ...serviceLost(worker, event) };
  return moved;
}

type LaunchFailure = Extract<WorkerEvent, { type: 'WorkerLaunchFailed' }>;

function launchFailed(worker: Worker, event: LaunchFailure): Worker {
  const failed = { ...withoutHost(worker), ...status('failed', event.reason, event) };
  return { ...failed, failures: worker.failures + 1, refusal: event.refusal };
}

type ServiceChange = Extract<WorkerEvent, { type: 'WorkerServiceStatusChanged' }>;

/** A launch has worked when CML is there, not when its host is. */
function serviceChanged(worker: Worker, { to, endpoint, cmlVersion, at }: ServiceChange): Worker {
  return {
    ...worker,
    service: to,
    serviceSince: worker.service === to ? worker.serviceSince : at,
    ...(to !== 'available' && serviceLost(worker, { at })),
    // What CML no longer tells is not known.
    activity: to === 'available' ? worker.activity : undefined,
    failures: to === 'available' ? 0 : worker.failures,
    refusal: to === 'available' ? undefined : worker.refusal,
    endpoint: endpoint ?? worker.endpoint,
    cmlVersion: cmlVersion ?? worker.cmlVersion,
  };
}

function serviceLost({ service }: Worker, { at }: Pick<WorkerEvent, 'at'>): Pick<Worker, 'serviceLostAt'> {
  return service === 'available' ? { serviceLostAt: at } : {};
}

function status(
  to: Worker['status'],
  reason: string,
  { at }: Pick<WorkerEvent, 'at'>,
): Pick<Worker, 'status' | 'reason' | 'statusSince'> {
  return { status: to, reason, statusSince: at };
}

function withoutHost(worker: Worker, endpoint?: string): Worker {
  const none = {
    checks: undefined,
    activity: undefined,
    pressure: undefined,
    serviceSince: undefined,
    drain: undefined,
  };
  return { ...worker, ...none, ...withoutCml, service: 'unavailable', endpoint };
}

/** What went wrong with the licence stays to be seen: one that was not returned has to be freed where it was issued. */
function withoutInstance(worker: Worker): Worker {
  const { failure, failedAt } = worker.license;
  const license = { ...unregistered, ...(failure !== undefined && { failure, failedAt }) };
  // Its successor may have another image, and nothing of what was added to this one.
  const none = { place: undefined, instanceId: undefined, publicIp: undefined, privateIp: undefined };
  return { ...worker, ...none, definitions: undefined, license };
}

function without<Item>(items: Readonly<Record<string, Item>>, id: string): Readonly<Record<string, Item>> {
  return Object.fromEntries(Object.entries(items).filter(([key]) => key !== id));
}
