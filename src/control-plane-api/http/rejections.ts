import type { DefinitionRejection } from '@lcm/core/domain/definition';
import type { ElectionRejection } from '@lcm/core/domain/election';
import type { FoundInstanceRejection } from '@lcm/core/domain/instance';
import type { JobRejection } from '@lcm/core/domain/job';
import type { LabRejection } from '@lcm/core/domain/lab';
import type { NoticeRejection } from '@lcm/core/domain/notice';
import type { SessionRejection, WishRejection } from '@lcm/core/domain/session';
import type { SettingsRejection } from '@lcm/core/domain/settings';
import type { SnapshotRejection } from '@lcm/core/domain/snapshot';
import type { TaskRejection } from '@lcm/core/domain/task';
import type { WorkerRejection } from '@lcm/core/domain/worker';
import type { DispatchRejectionCode } from '../application/dispatch.ts';
import type { WishRefusalCode } from '../application/wishing.ts';

type DomainCode = (
  | DefinitionRejection
  | ElectionRejection
  | FoundInstanceRejection
  | JobRejection
  | LabRejection
  | SessionRejection
  | WishRejection
  | SettingsRejection
  | SnapshotRejection
  | NoticeRejection
  | TaskRejection
  | WorkerRejection
)['code'];

/** What the edge itself answers with, before and beside any operation. */
type EdgeCode =
  | 'access.csrf'
  | 'access.too-many-attempts'
  | 'access.wrong-credentials'
  | 'files.damaged'
  | 'files.unavailable'
  | 'identity.unavailable'
  | 'leader.superseded'
  | 'request.method-not-allowed'
  | 'request.too-large'
  | 'request.unknown-route'
  | 'request.unsupported-media-type'
  | 'service.shutting-down'
  | 'state.behind'
  | 'state.conflict'
  | 'state.unavailable'
  | 'state.never-written'
  | 'internal.bug';

export type OwnCode = DispatchRejectionCode | EdgeCode;

/** The only place that knows both a code and an HTTP status. A code of the domain that is missing here fails to compile. */
export const statusOf = {
  'access.unauthenticated': 401,
  'access.denied': 403,
  'access.csrf': 403,
  'access.no-role': 403,
  'access.too-many-attempts': 429,
  'access.wrong-credentials': 401,
  'files.damaged': 500,
  'files.unavailable': 503,
  'identity.unavailable': 503,
  'internal.bug': 500,
  'leader.superseded': 412,
  'request.invalid': 400,
  'request.method-not-allowed': 405,
  'request.too-large': 413,
  'request.unknown-route': 404,
  'request.unprocessable': 422,
  'request.unsupported-media-type': 415,
  'service.shutting-down': 503,
  'state.behind': 503,
  'state.conflict': 409,
  'state.unavailable': 503,
  'state.never-written': 409,
  'definition.wrong-state': 409,
  'definition.other-origin': 409,
  'definition.not-active': 409,
  'definition.closed': 409,
  'definition.in-use': 409,
  'definition.duration-invalid': 422,
  'definition.below-demand': 409,
  'definition.ports-conflict': 422,
  'notice.wrong-state': 409,
  'snapshot.wrong-state': 409,
  'snapshot.no-disk': 409,
  'snapshot.under-way': 409,
  'snapshot.not-of-a-policy': 409,
  'snapshot.no-image': 409,
  'instance.wrong-state': 409,
  'instance.ending': 409,
  'instance.taken': 409,
  'instance.no-template': 422,
  'instance.other-type': 422,
  'lab.wrong-state': 409,
  'lab.busy': 409,
  'lab.in-session': 409,
  'lab.bound-elsewhere': 409,
  'lab.no-action': 409,
  'lab.no-failure': 409,
  'lab.no-orphan': 409,
  'lab.nothing-kept': 409,
  'lab.too-many-people': 409,
  'lab.not-assigned': 409,
  'lab.not-warm': 409,
  'lab.ports-settled': 409,
  'lab.not-yours': 403,
  'session.wrong-state': 409,
  'session.reservation-refused': 409,
  'session.other-pipeline': 409,
  'session.no-delivery': 409,
  'session.not-paused': 409,
  'session.not-begun': 409,
  'session.not-owner': 403,
  'session.score-locked': 409,
  'session.regrade-under-way': 409,
  'session.no-evidence': 409,
  'session.no-score': 409,
  'session.too-many-gradings': 409,
  'session.too-long': 422,
  'session.not-longer': 409,
  'session.preparing': 409,
  'session.no-such-wish': 409,
  'session.no-more-time': 409,
  'session.no-such-place': 409,
  'session.lab-away': 409,
  'session.no-such-step': 404,
  'session.step-not-begun': 409,
  'session.step-settled': 409,
  'session.step-needed': 409,
  'session.handed-out': 409,
  'election.nobody-leads': 409,
  'election.other-term': 409,
  'job.by-setting': 409,
  'settings.invalid': 422,
  'task.wrong-state': 409,
  'task.no-reason': 422,
  'task.cause-over': 409,
  'task.too-many-comments': 409,
  'worker.wrong-state': 409,
  'worker.not-ended': 409,
  'worker.in-use': 409,
  'worker.has-bookings': 409,
  'worker.not-idle': 409,
  'worker.no-room': 409,
  'worker.no-reservation': 404,
  'worker.port-taken': 409,
  'worker.in-maintenance': 409,
  'worker.maintenance-invalid': 422,
  'worker.maintenance-overlaps': 409,
  'worker.maintenance-booked': 409,
  'worker.tag-reserved': 422,
  'worker.too-many-tags': 409,
  'worker.other-launch': 409,
  'worker.license-busy': 409,
  'worker.license-registered': 409,
  'worker.drain-endless': 422,
  'worker.labs-running': 409,
} as const satisfies Record<DomainCode | WishRefusalCode | OwnCode, number>;

/** Reasons that mean the same whatever they are about: `worker.unknown`, `definition.unknown`. */
const statusOfReason: Readonly<Record<string, number>> = {
  unknown: 404,
  'not-yours': 403,
  'reset-not-allowed': 403,
  'host-not-taken': 409,
  exists: 409,
  off: 409,
  'no-channel': 409,
  'no-address': 409,
  'too-soon': 429,
  'host-not-allowed': 422,
  'unknown-zone': 422,
  'in-the-past': 422,
  'too-far': 422,
  'too-long': 422,
  quota: 409,
  'host-down': 409,
  'name-taken': 409,
  'none-match': 404,
  'several-match': 409,
  'not-active': 409,
  disabled: 409,
  'not-for-others': 403,
  unavailable: 503,
  'wrong-state': 409,
  'no-minutes': 422,
  invalid: 422,
};

/** What is wrong with grading rules that somebody wrote, whichever of them it is. */
const statusOfRules = 422;

const statuses: ReadonlyMap<string, number> = new Map(Object.entries(statusOf));

/** `undefined`: nobody has said what that code means over HTTP, which is a bug of ours. */
export function statusFor(code: string): number | undefined {
  const [aggregate, reason = ''] = code.split('.');
  return statuses.get(code) ?? (aggregate === 'rules' ? statusOfRules : statusOfReason[reason]);
}
