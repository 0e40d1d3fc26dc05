import type { License } from '@lcm/core/domain/worker';
import type { CmlLicensing } from '@lcm/core/ports/cml';

export function isFree({ registration }: CmlLicensing): boolean {
  return registration === 'NOT_REGISTERED' || registration === 'FAILED';
}

/** CML's words for the state of its licence in ours. */
export function licenseOf(licensing: CmlLicensing): License {
  const { registration, authorization } = licensing;
  const of = factsOf(licensing);
  switch (registration) {
    case 'COMPLETED':
      // Until it has heard what it is registered for, CML starts no more nodes than without a licence.
      if (undecided.includes(authorization)) {
        return { ...of, status: unregisteredStatus(authorization), operation: 'registering', step: 'authorization' };
      }
      return { ...of, status: authorizedStatus(authorization) };
    case 'IN_PROGRESS':
    case 'RESERVATION_IN_PROGRESS':
      return { ...of, status: unregisteredStatus(authorization), operation: 'registering', step: 'server' };
    case 'RETRY_IN_PROGRESS':
      return { ...of, status: unregisteredStatus(authorization), operation: 'registering', step: 'retrying' };
    case 'FAILED':
    case 'NOT_REGISTERED':
      return { ...of, status: unregisteredStatus(authorization) };
  }
}

function factsOf(licensing: CmlLicensing): Omit<License, 'status'> {
  const { authorization, product, nodeLimit, failure, instanceName, features } = licensing;
  const { smartAccount, virtualAccount, registeredAt, renewsAt } = licensing;
  const ends = [licensing.registrationExpiresAt, licensing.authorizationExpiresAt].filter((end) => end !== undefined);
  const expiresAt = ends.toSorted((a, b) => a - b)[0];
  const standing = { authorization, product, nodeLimit, failure, instanceName, features };
  const account = { smartAccount, virtualAccount, registeredAt, renewsAt, expiresAt };
  return Object.fromEntries(Object.entries({ ...standing, ...account }).filter(([, value]) => value !== undefined));
}

function unregisteredStatus(authorization: string): License['status'] {
  return authorization === 'EVAL' ? 'evaluation' : 'unregistered';
}

const compliant: readonly string[] = ['IN_COMPLIANCE', 'AUTHORIZED'];
const undecided: readonly string[] = ['INIT', 'EVAL'];

function authorizedStatus(authorization: string): License['status'] {
  if (compliant.includes(authorization)) return 'registered';
  return authorization.includes('EXPIRED') ? 'expired' : 'invalid';
}
