import { type Actor, whyNot } from '@lcm/core/domain/access';
import { type LicenseAttention, type LicenseStep, licenseAttention, workerCan } from '@lcm/core/domain/worker';
import { plural } from './format.ts';
import { heldNow } from './permissions.ts';
import type { Worker } from './views.ts';

export type LicenseCommand = 'register' | 'reregister' | 'deregister';

/** The order that makes sense first: what is registered can be registered anew only. */
export function licenseCommandsFor({ license }: Worker): readonly LicenseCommand[] {
  return [license.status === 'registered' ? 'reregister' : 'register', 'deregister'];
}

/** Why the viewer cannot give this order now; `undefined` when they can. */
export function whyNotLicense(
  actor: Actor,
  command: LicenseCommand,
  { worker, now }: { readonly worker: Worker; readonly now: number },
): string | undefined {
  const access = whyNot(actor, 'worker:manage');
  if (access !== undefined) return access;
  const { license, desired, status } = worker;
  if (desired === 'terminated' || !workerCan('license', worker)) return `Not possible while it is ${status}`;
  if (license.operation !== undefined && license.failure === undefined) return `It is ${license.operation} already`;
  return command === 'deregister' ? whyNotGiveBack(worker, now) : undefined;
}

function whyNotGiveBack(worker: Worker, now: number): string | undefined {
  if (worker.licenseOrder?.wanted === 'unregistered') return 'It shall be given back already';
  const held = heldNow(worker, now);
  if (held > 0) return `${plural(held, 'session')} on it now: end them first`;
  const running = worker.activity?.running ?? 0;
  return running > 0 ? `${plural(running, 'lab')} on it ${running === 1 ? 'runs' : 'run'}: stop them first` : undefined;
}

/** What giving the licence back means for what is to come. */
export function impactOfDeregistration({ spec, reservations }: Worker): readonly string[] {
  const large = Object.values(reservations).filter(({ amounts }) => amounts.nodes > spec.unlicensedNodes);
  const booked = Object.keys(reservations).length;
  return [
    `Labs of more than ${spec.unlicensedNodes} nodes do not start on it any more, and none is placed on it.`,
    'CML refuses while nodes run; nothing is stopped for it, and it is tried again until it works.',
    'Nothing registers it again by itself: it stays so until somebody registers it.',
    booked === 0
      ? 'No session is booked on it.'
      : `${plural(booked, 'session')} booked on it, ${large.length} of more nodes than that.`,
  ];
}

/** What somebody should look at about the licence of a worker, if anything. */
export function attentionOfLicense({ spec, license }: Worker, now: number): LicenseAttention | undefined {
  const { expiresAt } = license;
  return licenseAttention(
    { spec, license: { ...license, expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt) } },
    now,
  );
}

const stepWords: Readonly<Record<LicenseStep, string>> = {
  host: 'its host is started for it',
  cml: 'waits for CML to answer',
  asking: 'CML is asked',
  heard: 'CML has given it back',
  server: 'CML waits for the licence server',
  authorization: 'registered, waits to hear what for',
  retrying: 'the licence server did not take it, CML tries again',
};

const operationWords = { registering: 'Registering', deregistering: 'Giving it back' } as const;

/** What is being done about the licence, and how far that has come. */
export function licenseProgress({ license }: Worker): string | undefined {
  const { operation, step } = license;
  if (operation === undefined) return undefined;
  return step === undefined ? operationWords[operation] : `${operationWords[operation]}: ${stepWords[step]}`;
}

/** What shall be, where that is not what is: whose order it is, or that it is made so. */
export function licenseWanted({ licenseOrder: order, spec }: Worker): string {
  if (order !== undefined) return order.wanted;
  return spec.registersLicense ? 'registered, as its template says' : 'as CML has it';
}
