import type { License } from '@lcm/core/domain/worker';
import type { CmlLicensing } from '@lcm/core/ports/cml';

const lost = 'not returned';

/** A licence that could not be given back, with the reason, so that somebody can free it where it was issued. */
export function asLost({ operation: _, ...license }: License, because: string): License {
  return { ...license, failure: `${lost}: ${because}` };
}

export function isLicenseLost({ failure }: License): boolean {
  return failure?.startsWith(lost) === true;
}

/** Whether the licence server may count this host, as far as our own record goes. */
export function holdsLicense({ status, operation }: License): boolean {
  return operation !== undefined || (status !== 'unregistered' && status !== 'evaluation');
}

export function isFree({ registration }: CmlLicensing): boolean {
  return registration === 'NOT_REGISTERED' || registration === 'FAILED';
}

/** CML's words for the state of its licence in ours. */
export function licenseOf({ registration, authorization, product, nodeLimit, failure }: CmlLicensing): License {
  const of = { product, nodeLimit, ...(failure !== undefined && { failure }) };
  switch (registration) {
    case 'COMPLETED':
      // Until it has heard what it is registered for, CML starts no more nodes than without a licence.
      if (undecided.includes(authorization)) {
        return { ...of, status: unregisteredStatus(authorization), operation: 'registering' };
      }
      return { ...of, status: authorizedStatus(authorization) };
    case 'IN_PROGRESS':
    case 'RETRY_IN_PROGRESS':
    case 'RESERVATION_IN_PROGRESS':
      return { ...of, status: unregisteredStatus(authorization), operation: 'registering' };
    case 'FAILED':
    case 'NOT_REGISTERED':
      return { ...of, status: unregisteredStatus(authorization) };
  }
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

export function isSameLicense(a: License, b: License): boolean {
  return factsOf(a) === factsOf(b);
}

function factsOf({ status, product, nodeLimit, operation, failure }: License): string {
  return JSON.stringify([status, product, nodeLimit, operation, failure]);
}
