import type { LicenseEvent } from '@lcm/core/domain/worker';
import { toIso } from '@lcm/core/kernel';
import { type Made, type Makers, made, type WorkerStep } from './worker-step.ts';

/** What happens to a licence, as listeners of the older system know it. A token goes as where it is kept, never itself. */
export const licenseMakers = {
  WorkerLicenseChanged: ({ event }) => [updated(event)],
  WorkerLicenseRegistrationRequested: (step) => [
    told('registration.requested', step, {
      license_token: step.event.token,
      reregister: step.event.reregister,
      initiated_by: step.event.by,
      requested_at: toIso(step.event.at),
    }),
  ],
  WorkerLicenseRegistrationStarted: (step) => [
    told('registration.started', step, { initiated_by: step.by, started_at: toIso(step.event.at) }),
  ],
  WorkerLicenseRegistrationCompleted: (step) => {
    const { status, smartAccount, virtualAccount } = step.event.license;
    const account = { smart_account: smartAccount, virtual_account: virtualAccount };
    return [
      told('registration.completed', step, {
        registration_status: status,
        ...account,
        completed_at: toIso(step.event.at),
      }),
      updated(step.event),
    ];
  },
  WorkerLicenseRegistrationFailed: (step) => [
    told('registration.failed', step, { error_message: step.event.license.failure, failed_at: toIso(step.event.at) }),
  ],
  WorkerLicenseDeregistrationRequested: (step) => [
    told('deregistration.requested', step, { initiated_by: step.event.by, requested_at: toIso(step.event.at) }),
  ],
  WorkerLicenseDeregistrationStarted: (step) => [
    told('deregistration.started', step, { initiated_by: step.by, started_at: toIso(step.event.at) }),
  ],
  WorkerLicenseDeregistrationCompleted: (step) => [
    told('deregistration.completed', step, {
      message: 'the licence was given back',
      completed_at: toIso(step.event.at),
    }),
    told('deregistered', step, { initiated_by: step.by, deregistered_at: toIso(step.event.at) }),
    updated(step.event),
  ],
  WorkerLicenseDeregistrationFailed: (step) => [
    told('deregistration.failed', step, { error_message: step.event.license.failure, failed_at: toIso(step.event.at) }),
  ],
} satisfies Makers;

function told(name: string, { after }: Pick<WorkerStep, 'after'>, data: Made['data']): Made {
  return made(`license.${name}`, { worker_id: after.id, ...data });
}

function updated({ license, at }: LicenseEvent): Made {
  return made('license.updated', { license_status: license.status, updated_at: toIso(at) });
}
