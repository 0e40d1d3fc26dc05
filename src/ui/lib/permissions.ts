import { type Actor, may, whyNot } from '@lcm/core/domain/access';
import { openAbsence, type SessionAction, sessionCan } from '@lcm/core/domain/session';
import { type WorkerAction, workerCan } from '@lcm/core/domain/worker';
import type { WorkerCommand } from './api.ts';
import { plural } from './format.ts';
import { whyAway } from './interruption.ts';
import type { GradingAction } from './paths.ts';
import type { Definition, Session, Worker } from './views.ts';

interface WorkerOrder {
  readonly label: string;
  readonly action: WorkerAction;
  readonly permission: 'worker:operate' | 'worker:manage';
  readonly consequence: string;
  readonly danger: boolean;
}

/** What people can tell a worker to do, what it means, and who may. */
export const workerOrders = {
  start: {
    label: 'Start',
    action: 'start',
    permission: 'worker:operate',
    consequence: 'Its EC2 instance is launched or started and costs money from then on.',
    danger: false,
  },
  stop: {
    label: 'Stop',
    action: 'stop',
    permission: 'worker:operate',
    consequence: 'Its EC2 instance is stopped; its disk and its place in the fleet stay.',
    danger: true,
  },
  drain: {
    label: 'Drain',
    action: 'drain',
    permission: 'worker:operate',
    consequence: 'It takes nothing new. Sessions on it go on to their end; then it stops.',
    danger: false,
  },
  'cancel-drain': {
    label: 'Cancel drain',
    action: 'cancelDrain',
    permission: 'worker:operate',
    consequence: 'It takes sessions again.',
    danger: false,
  },
  terminate: {
    label: 'Terminate',
    action: 'terminate',
    permission: 'worker:manage',
    consequence: 'Its licence is returned, then its EC2 instance is destroyed with its disk. This cannot be undone.',
    danger: true,
  },
} as const satisfies Record<WorkerCommand, WorkerOrder>;

/** Drain and its opposite share one place. */
export function commandsFor({ status }: Worker): readonly WorkerCommand[] {
  return ['start', 'stop', status === 'draining' ? 'cancel-drain' : 'drain', 'terminate'];
}

/** Reservations that hold the worker now; one that outlasted its interval still does. */
export function heldNow(worker: Worker, now: number): number {
  return Object.values(worker.reservations).filter(({ from }) => Date.parse(from) <= now).length;
}

const gentle: readonly WorkerCommand[] = ['stop', 'terminate'];

function whyNotInState(command: WorkerCommand, worker: Worker, now: number): string | undefined {
  const { action, label } = workerOrders[command];
  if (worker.desired === 'terminated') return 'It is being terminated, which is never taken back';
  if (!workerCan(action, worker)) return `${label}: not possible while it is ${worker.status}`;
  const held = gentle.includes(command) ? heldNow(worker, now) : 0;
  return held > 0 ? `${plural(held, 'session')} on it now: drain it, or end them first` : undefined;
}

/** Why the viewer cannot give this order now; `undefined` when they can. */
export function whyNotWorker(
  actor: Actor,
  command: WorkerCommand,
  at: { worker: Worker; now: number },
): string | undefined {
  return whyNot(actor, workerOrders[command].permission) ?? whyNotInState(command, at.worker, at.now);
}

/** What an order would mean for the sessions that are booked on the worker. */
export function impactOn(worker: Worker): string {
  const booked = Object.values(worker.reservations).length;
  const sessions = booked === 0 ? 'No session is booked on it.' : `${plural(booked, 'session')} booked on it.`;
  const byHand = worker.activity?.byHand ?? 0;
  return byHand === 0
    ? sessions
    : `${sessions} ${plural(byHand, 'lab')} made by hand ${byHand === 1 ? 'runs' : 'run'} on it.`;
}

function whyNotOwner(actor: Actor, session: Session): string | undefined {
  const own = session.ownerId === actor.id && may(actor, 'session:own');
  const access = own ? undefined : whyNot(actor, 'session:all');
  return access === undefined ? undefined : `It belongs to somebody else. ${access}`;
}

function whyNotSession(actor: Actor, action: SessionAction, session: Session): string | undefined {
  const access = whyNotOwner(actor, session);
  if (access !== undefined) return access;
  return sessionCan(action, session) ? undefined : `Not possible while it is ${session.status}`;
}

export function whyNotTerminate(actor: Actor, session: Session): string | undefined {
  return whyNotSession(actor, 'terminate', session);
}

const gradingActions = {
  regrade: 'regrade',
  reread: 'reread',
  submit: 'submitScore',
  lock: 'lockScore',
} as const satisfies Record<GradingAction, SessionAction>;

export function whyNotGrading(actor: Actor, action: GradingAction, session: Session): string | undefined {
  const access = whyNot(actor, 'session:all');
  if (access !== undefined) return access;
  if (!sessionCan(gradingActions[action], session)) return `Not possible while it is ${session.status}`;
  if (session.review?.state === 'locked') return 'Its score is locked';
  return session.regrade === undefined ? lackFor[action](session) : 'It is being graded';
}

const withoutScore = ({ score }: Session): string | undefined => (score === undefined ? 'It has no score' : undefined);

/** What an action needs of a session and does not find. */
const lackFor: Readonly<Record<GradingAction, (session: Session) => string | undefined>> = {
  regrade: ({ evidenceKey }) => (evidenceKey === undefined ? 'Nothing was collected of it' : undefined),
  reread: () => undefined,
  submit: (session) => (session.review === undefined ? withoutScore(session) : 'It is submitted already'),
  lock: withoutScore,
};

export function whyNotLaunch(actor: Actor, session: Session): string | undefined {
  const refused = whyNotSession(actor, 'launch', session) ?? whyAway(session);
  if (refused !== undefined || session.delivery !== undefined) return refused;
  return session.deliveryDue && 'Its candidate’s side is not there yet';
}

export function whyNotExtend(actor: Actor, session: Session): string | undefined {
  return whyNotSession(actor, 'extend', session);
}

/** A name is changed at any time, also when it is over. */
export function whyNotRename(actor: Actor, session: Session): string | undefined {
  return whyNotOwner(actor, session);
}

/** Why it cannot have another place: only operators give it one, and only while nothing of it exists but its place. */
export function whyNotReplace(
  actor: Actor,
  action: 'move' | 'requeue',
  at: { readonly session: Session; readonly now: number },
): string | undefined {
  const { session, now } = at;
  const access = whyNot(actor, 'session:all');
  if (access !== undefined) return access;
  if (!sessionCan(action, session)) return `Not possible while it is ${session.status}`;
  const isBegun = session.placement !== undefined && now >= Date.parse(session.placement.from);
  return isBegun ? 'It is being prepared: it stays where and when it is' : undefined;
}

export function whyNotReset(actor: Actor, session: Session): string | undefined {
  const refused = whyNotSession(actor, 'reset', session);
  if (refused !== undefined) return refused;
  if (openAbsence(session) !== undefined) return 'Its lab is brought back already';
  if (session.definition.allowsReset === true || may(actor, 'session:all')) return undefined;
  return 'Labs of this definition are reset by operators only';
}

export function whyNotRestart(actor: Actor, session: Session): string | undefined {
  return whyNotSession(actor, 'restart', session);
}

export function whyNotOperateStep(actor: Actor): string | undefined {
  return whyNot(actor, 'session:all');
}

export function whyNotBook(actor: Actor, definition: Definition): string | undefined {
  const access = whyNot(actor, 'session:own');
  if (access !== undefined) return access;
  return definition.status === 'active' ? undefined : 'Only active definitions can be booked';
}
