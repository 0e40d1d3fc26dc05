import { type Instant, ok, reject, unreachable } from '../../kernel/index.ts';
import { activityAfter, isActivityNews, isSignOfLife, type WorkerActivity } from './activity.ts';
import type { WorkerDecision } from './decide.ts';
import { endDrain } from './drain.ts';
import { areSameChecks, type HostChecks } from './host-checks.ts';
import { launchPlaces } from './launch-places.ts';
import { type License, licenseSeen } from './license.ts';
import { type WorkerStatus, workerMayBecome } from './lifecycle.ts';
import type { LookKind } from './look.ts';
import { completeLook } from './looks.ts';
import { type Noticed, noticed } from './noticed.ts';
import { takeBackRest } from './rest.ts';
import type { LaunchRefusal, Worker, WorkerEvent } from './worker.ts';

/** What the worker controller saw of launch `launch`, or is about to do to it. */
export type WorkerReport =
  /** Committed before the first call for a place: the one before it has refused for certain. */
  | { readonly type: 'placed'; readonly launch: number; readonly place: number; readonly reason: string }
  | { readonly type: 'launched'; readonly launch: number; readonly instanceId: string }
  | {
      readonly type: 'host';
      readonly launch: number;
      /** Ours, from EC2's state and checks: see the controller's mapping. */
      readonly status: 'provisioning' | 'starting' | 'running' | 'stopping' | 'stopped';
      readonly reason: string;
      readonly publicIp?: string | undefined;
      readonly privateIp?: string | undefined;
      readonly checks?: HostChecks | undefined;
    }
  | {
      readonly type: 'service';
      readonly launch: number;
      readonly status: Worker['service'];
      readonly endpoint?: string | undefined;
      readonly cmlVersion?: string | undefined;
    }
  | { readonly type: 'license'; readonly launch: number; readonly license: License }
  /** What happens on the host; without `activity`, CML does not tell. */
  | { readonly type: 'activity'; readonly launch: number; readonly activity?: WorkerActivity | undefined }
  | ({ readonly type: 'noticed'; readonly launch: number } & Noticed)
  /** EC2 did not take the tags that are wanted, and would not if it were asked again. */
  | { readonly type: 'tags-refused'; readonly launch: number; readonly reason: string }
  | {
      readonly type: 'looked';
      readonly launch: number;
      readonly kind: LookKind;
      readonly requestedAt: Instant;
      readonly found: string;
    }
  | {
      readonly type: 'launch-failed';
      readonly launch: number;
      readonly reason: string;
      readonly refusal?: LaunchRefusal | undefined;
    }
  /** The time of its drain is up, and it is to be forced then. */
  | { readonly type: 'drain-time-up'; readonly launch: number }
  /** The instance of a failed launch is gone for certain: the seat is free for the next one. */
  | { readonly type: 'vacated'; readonly launch: number }
  /** An instance of launch `of` is there after all. Committed before the call that ends it. */
  | { readonly type: 'leftover-found'; readonly launch: number; readonly of: number; readonly instanceId: string }
  | { readonly type: 'leftover-ended'; readonly launch: number; readonly instanceId: string }
  /** Committed before the call that ends the instance. */
  | { readonly type: 'terminating'; readonly launch: number; readonly reason: string }
  | { readonly type: 'terminated'; readonly launch: number };

type PlacedReport = Extract<WorkerReport, { type: 'placed' }>;

/** The controller says what it saw; what that means for the seat is decided here. Old news changes nothing. */
export function report(worker: Worker, seen: WorkerReport, at: Instant): WorkerDecision {
  if (seen.launch !== worker.launch) return reject({ code: 'worker.other-launch', launch: worker.launch });
  if (worker.status === 'terminated') return ok([]);
  switch (seen.type) {
    case 'placed':
      return ok(placed(worker, seen, at));
    case 'launched':
      return ok(launched(worker, seen.instanceId, at));
    case 'host':
      return ok(host(worker, seen, at));
    case 'service':
      return ok(service(worker, seen, at));
    case 'license':
      return ok(licenseSeen(worker.license, seen.license, at));
    case 'activity':
      return ok(activitySeen(worker, seen.activity, at));
    case 'noticed':
      return ok(noticed(worker, seen, at));
    case 'tags-refused':
      return ok(worker.tagsRefused === seen.reason ? [] : [{ type: 'WorkerTagsRefused', reason: seen.reason, at }]);
    case 'looked':
      return ok([...completeLook(worker, seen, at)]);
    case 'drain-time-up':
      return endDrain(worker, at);
    case 'launch-failed':
      if (!workerMayBecome(worker.status, 'failed')) return ok([]);
      return ok([{ type: 'WorkerLaunchFailed', launch: seen.launch, reason: seen.reason, refusal: seen.refusal, at }]);
    case 'vacated':
      return ok(worker.status === 'failed' ? [{ type: 'WorkerVacated', launch: seen.launch, at }] : []);
    case 'leftover-found':
      return ok(leftoverFound(worker, seen, at));
    case 'leftover-ended':
      return ok(leftoverEnded(worker, seen.instanceId, at));
    case 'terminating':
      return ok(moveTo(worker, 'terminating', { reason: seen.reason, at }));
    case 'terminated':
      return ok(worker.status === 'terminating' ? [{ type: 'WorkerTerminated', at }] : []);
    default:
      return unreachable(seen);
  }
}

/**
 * One after the other, and never back: whoever skipped one would not know what the skipped one did. The same one again is
 * news: from then on nobody who led before can go on to the next.
 */
function placed(worker: Worker, { launch, place: number, reason }: PlacedReport, at: Instant): WorkerEvent[] {
  const place = launchPlaces(worker.spec)[number];
  const present = worker.place?.number;
  const isNext = number === (present === undefined ? 0 : present + 1);
  if (worker.status !== 'pending' || !(isNext || number === present) || place === undefined) return [];
  return [{ type: 'WorkerLaunchPlaced', launch, place, reason, at }];
}

function launched(worker: Worker, instanceId: string, at: Instant): WorkerEvent[] {
  if (worker.instanceId === instanceId) return [];
  const assigned: WorkerEvent = { type: 'WorkerInstanceAssigned', launch: worker.launch, instanceId, at };
  return [assigned, ...moveTo(worker, 'provisioning', { reason: `EC2 accepted launch ${worker.launch}`, at })];
}

function leftoverEnded(worker: Worker, instanceId: string, at: Instant): WorkerEvent[] {
  return worker.leftovers?.[instanceId] === undefined ? [] : [{ type: 'WorkerLeftoverEnded', instanceId, at }];
}

function leftoverFound(
  worker: Worker,
  { of, instanceId }: Extract<WorkerReport, { type: 'leftover-found' }>,
  at: Instant,
): WorkerEvent[] {
  const isOurs = of < worker.launch && instanceId !== worker.instanceId;
  if (!isOurs || worker.leftovers?.[instanceId] !== undefined) return [];
  return [{ type: 'WorkerLeftoverFound', launch: of, instanceId, at }];
}

function host(worker: Worker, seen: Extract<WorkerReport, { type: 'host' }>, at: Instant): WorkerEvent[] {
  const events: WorkerEvent[] = [];
  const { publicIp, privateIp, checks } = seen;
  if (worker.publicIp !== publicIp || worker.privateIp !== privateIp) {
    events.push({ type: 'WorkerAddressChanged', publicIp, privateIp, at });
  }
  if (checks && !areSameChecks(worker.checks, checks)) events.push({ type: 'WorkerChecksChanged', ...checks, at });
  // A draining host runs: only its own end takes it out of draining.
  if (seen.status === 'running' && worker.status === 'draining') return events;
  return [...events, ...moveTo(worker, seen.status, { reason: seen.reason, at })];
}

const silent = 'CML does not tell whether somebody uses it';

function service(worker: Worker, seen: Extract<WorkerReport, { type: 'service' }>, at: Instant): WorkerEvent[] {
  const { status, endpoint, cmlVersion } = seen;
  const news =
    worker.service !== status ||
    (endpoint !== undefined && worker.endpoint !== endpoint) ||
    (cmlVersion !== undefined && worker.cmlVersion !== cmlVersion);
  if (!news) return [];
  const changed: WorkerEvent = { type: 'WorkerServiceStatusChanged', to: status, endpoint, cmlVersion, at };
  const lost = status !== 'available' && worker.status === 'running';
  return lost ? [changed, ...takeBackRest(worker, { reason: silent, at })] : [changed];
}

/** A stop that was decided because nobody used the worker is undone by whoever is seen to. */
function activitySeen(worker: Worker, seen: WorkerActivity | undefined, at: Instant): WorkerEvent[] {
  const activity = seen && activityAfter(worker, seen, at);
  const news: WorkerEvent[] = isActivityNews(worker, activity) ? [{ type: 'WorkerActivityChanged', activity, at }] : [];
  const reason = activity === undefined ? silent : 'somebody uses it';
  return isSignOfLife(worker, activity) ? [...news, ...takeBackRest(worker, { reason, at })] : news;
}

function moveTo(worker: Worker, to: WorkerStatus, { reason, at }: { reason: string; at: Instant }): WorkerEvent[] {
  if (worker.status === to || !workerMayBecome(worker.status, to)) return [];
  return [{ type: 'WorkerStatusChanged', to, reason, at }];
}
