import { type Instant, ok, reject } from '../../kernel/index.ts';
import { reservationsAt, type WorkerDecision, wrongState } from './decide.ts';
import type { LicenseOrder } from './license.ts';
import { workerCan } from './lifecycle.ts';
import type { Worker } from './worker.ts';

interface Why {
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

/** An operation that nobody has answered in time may be replaced by another order; one on its way may not. */
function isBusy({ license }: Worker): boolean {
  return license.operation !== undefined && license.failure === undefined;
}

/** Registers with the token kept under this reference, or with the fleet's. */
export function askRegistration(
  worker: Worker,
  { token, reregister }: Pick<LicenseOrder, 'token' | 'reregister'>,
  why: Why,
): WorkerDecision {
  if (!mayOrder(worker)) return wrongState(worker, 'license');
  if (isBusy(worker)) return busy(worker);
  if (worker.license.status === 'registered' && !reregister) return reject({ code: 'worker.license-registered' });
  return ok([
    { type: 'WorkerLicenseRegistrationRequested', reregister, ...(token !== undefined && { token }), ...why },
  ]);
}

/** Gives the licence back and keeps it so. Not under the feet of sessions or labs: CML would refuse it, or stop them. */
export function askDeregistration(worker: Worker, why: Why): WorkerDecision {
  if (!mayOrder(worker)) return wrongState(worker, 'license');
  if (isBusy(worker)) return busy(worker);
  const here = reservationsAt(worker, why.at);
  if (here.length > 0) return reject({ code: 'worker.in-use', sessions: here.map(({ sessionId }) => sessionId) });
  const running = worker.activity?.running ?? 0;
  if (running > 0) return reject({ code: 'worker.labs-running', labs: running });
  return ok([{ type: 'WorkerLicenseDeregistrationRequested', ...why }]);
}

function mayOrder(worker: Worker): boolean {
  return workerCan('license', worker) && worker.desired !== 'terminated';
}

function busy({ license }: Worker): WorkerDecision {
  return reject({ code: 'worker.license-busy', operation: license.operation ?? 'registering' });
}
