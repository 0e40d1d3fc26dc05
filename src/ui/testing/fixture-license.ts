import type { Worker } from '../lib/views.ts';

type At = (minutes: number) => string;

/** One that is on its way. */
export function aRegistration(at: At): Worker['license'] {
  const since = { operationSince: at(-2), stepSince: at(-1) };
  return { status: 'unregistered', operation: 'registering', step: 'server', ...since };
}

/** One that has to be renewed before long. */
export function aLicense(at: At): Worker['license'] {
  const days = (count: number): string => at(count * 1440);
  return {
    status: 'registered',
    product: 'CML_Enterprise',
    nodeLimit: 40,
    authorization: 'IN_COMPLIANCE',
    smartAccount: 'Training Company',
    virtualAccount: 'Exams',
    instanceName: 'ip-10-0-0-7',
    registeredAt: days(-100),
    renewsAt: days(80),
    expiresAt: days(12),
    features: [
      { id: 'CML_ENT_BASE', name: 'CML - Enterprise License', status: 'IN_COMPLIANCE', inUse: 1, minimum: 0, max: 1 },
      {
        id: 'CML_NODE_COUNT',
        name: 'CML - Expansion Node License',
        status: 'IN_COMPLIANCE',
        inUse: 20,
        minimum: 0,
        max: 300,
      },
    ],
  };
}
