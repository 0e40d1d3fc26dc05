import { LabView, OfLabBecause } from '@lcm/core/contracts/lab';
import { type Actor, may, type Permission } from '@lcm/core/domain/access';
import {
  type Asked,
  askLab,
  isClosed,
  isUnmade,
  type LabAction,
  type LabDecision,
  type LabRecord,
  mayUseLab,
} from '@lcm/core/domain/lab';
import { isFinal } from '@lcm/core/domain/session';
import { type Instant, type Result, reject } from '@lcm/core/kernel';
import { labs } from './aggregates.ts';
import { changeExisting, unknown, written } from './change.ts';
import { type Caller, defineCommand, type Rejection } from './operation.ts';
import { labFor, seesReservations } from './privacy.ts';
import type { Changed, Streams } from './streams.ts';
import { viewOf } from './view-of.ts';
import type { Views } from './views.ts';
import { visibleLab } from './visible-lab.ts';

export interface LabDeps {
  readonly streams: Streams;
  readonly views: Views;
}

export type LabDecide = (lab: LabRecord, asked: Asked) => LabDecision;

/** What people ask of a lab: each order is a command of its own, and all are taken alike. */
export function labOrder(order: {
  readonly name: string;
  readonly summary: string;
  readonly allow: Permission;
  readonly decide: LabDecide;
  /** Of a lab that was never made, while nothing can be done on its host. */
  readonly decideUnmade?: LabDecide;
}) {
  const { decide, decideUnmade, ...command } = order;
  return defineCommand({
    ...command,
    input: OfLabBecause,
    output: LabView,
    async handle({ labRecordId: id, reason }, caller, { streams, views }: LabDeps) {
      const { actor } = caller;
      const lab = visibleLab(id, { actor, views });
      if (!lab.ok) return lab;
      const refused = refusalOf(id, views);
      const instead = refused !== undefined && isAboutNothing(id, refused, views) ? decideUnmade : undefined;
      if (refused !== undefined && instead === undefined) return reject(withoutSession(refused, actor));
      const asking = { operation: order.name, caller, reason, decide: byWhoMay(actor, instead ?? decide) };
      const placed = await placeOrder(id, asking, streams);
      if (!placed.ok) return reject(withoutSession(placed.rejection, actor));
      return written(placed, (changed) => labFor(actor, viewOf.lab(changed)));
    },
  });
}

/** The host is not there, and neither is a lab. */
function isAboutNothing(id: string, { code }: Rejection, views: Views): boolean {
  const lab = views.get('lab', id)?.state;
  return code === hostDown && lab !== undefined && isUnmade(lab);
}

/** Asked on what is committed: a lab may have been taken back a moment ago. */
function byWhoMay(actor: Actor, decide: LabDecide): LabDecide {
  return (lab, asked) => (mayUseLab(actor, lab) ? decide(lab, asked) : reject({ code: 'lab.not-yours' }));
}

/** Whose session has a lab is not for everybody who has it too. */
function withoutSession(rejection: Rejection, actor: Actor): Rejection {
  const { code } = rejection;
  if (code !== 'lab.in-session' || may(actor, seesReservations)) return rejection;
  return { code, message: 'A session has the lab. It can be used again when that has ended.' };
}

export function actionOrder(action: LabAction): LabDecide {
  return (lab, asked) => askLab(lab, action, asked);
}

interface Order {
  readonly operation: string;
  readonly caller: Caller;
  readonly reason: string | undefined;
  readonly decide: LabDecide;
}

export async function placeOrder(
  id: string,
  { operation, caller, reason = `asked for by ${caller.actor.name}`, decide }: Order,
  streams: Streams,
): Promise<Result<Changed<LabRecord>, Rejection>> {
  const options = { aggregate: labs, id, operation, caller };
  return changeExisting(streams, options, (lab, at: Instant) => decide(lab, { by: caller.actor.id, reason, at }));
}

/** Why nothing can be done to the lab where it is: a session has it, or its host is not there to do it. */
export function refusalOf(id: string, views: Views): Rejection | undefined {
  const lab = views.get('lab', id)?.state;
  if (lab === undefined) return unknown('lab', id);
  return (
    sessionRefusal(lab, views) ??
    (isClosed(lab) || lab.status === 'orphaned' ? undefined : hostRefusal(lab.workerId, views))
  );
}

/** A lab that carries an active session's name is that session's, also before the record knows of the two. */
function sessionRefusal({ madeFor, cmlLabId }: LabRecord, views: Views): Rejection | undefined {
  const session = madeFor && views.get('session', madeFor)?.state;
  if (session === undefined || isFinal(session)) return undefined;
  const isOther = session.lab !== undefined && session.lab.id !== cmlLabId;
  if (isOther) return undefined;
  const message = `The lab belongs to the session ${session.id}. End the session instead.`;
  return { code: 'lab.in-session', message, details: { sessionId: session.id } };
}

const hostDown = 'lab.host-down';

/** Undefined when its CML can be asked to do something. */
export function hostRefusal(workerId: string, views: Views): Rejection | undefined {
  const worker = views.get('worker', workerId)?.state;
  if (worker === undefined) return unknown('worker', workerId);
  const { name, status, service } = worker;
  const isUp =
    (status === 'running' || status === 'draining') && service === 'available' && worker.endpoint !== undefined;
  if (isUp) return undefined;
  return { code: hostDown, message: `${name} is ${status}, its CML ${service}: nothing can be done there now.` };
}
