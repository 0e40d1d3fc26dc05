import { isLicenseLost, isUnconfirmed, type License } from './license.ts';
import type { LicenseStatus } from './lifecycle.ts';
import type { WorkerSpec } from './worker.ts';

export const licenseAttentionCodes = [
  'not-returned',
  'return-not-confirmed',
  'failed',
  'expired',
  'out-of-compliance',
  'expires-soon',
] as const;

/** Why somebody should look at a licence. */
export interface LicenseAttention {
  readonly code: (typeof licenseAttentionCodes)[number];
  readonly words: string;
  readonly isUrgent: boolean;
}

/** As much of a worker, or of its view, as there is to look at. */
interface Watched {
  readonly spec: Pick<WorkerSpec, 'unlicensedNodes'>;
  readonly license: Pick<License, 'status' | 'failure' | 'authorization'> & { readonly expiresAt?: number | undefined };
}

const dayMs = 86_400_000;
/** CML renews long before: whoever comes this near was not renewed. */
const soonDays = [1, 7, 14] as const;

/** The most pressing thing about the licence of a worker at an instant; undefined when all is well. */
export function licenseAttention(worker: Watched, at: number): LicenseAttention | undefined {
  return licenseFault(worker) ?? licenseEnding(worker.license, at);
}

/** What is wrong with it at any time. */
export function licenseFault({ license, spec }: Watched): LicenseAttention | undefined {
  const { status, failure } = license;
  if (isLicenseLost(license)) return lossOf(license);
  const limit = `labs of more than ${spec.unlicensedNodes} nodes do not start`;
  if (status === 'expired') return { code: 'expired', words: `Its licence has expired: ${limit}`, isUrgent: true };
  if (status === 'invalid') {
    const words = `Its licence is out of compliance (${license.authorization ?? 'not authorized'}): ${limit}`;
    return { code: 'out-of-compliance', words, isUrgent: true };
  }
  return failure === undefined
    ? undefined
    : { code: 'failed', words: `Its licence failed: ${failure}`, isUrgent: true };
}

function lossOf({ failure = '' }: Watched['license']): LicenseAttention {
  return isUnconfirmed({ failure })
    ? { code: 'return-not-confirmed', words: `Its licence may not be returned (${failure})`, isUrgent: true }
    : { code: 'not-returned', words: `Its licence was ${failure}`, isUrgent: true };
}

/** What there is to say of its end, once that is near. */
export function licenseEnding(
  { status, expiresAt }: Omit<Watched['license'], 'failure'>,
  at: number,
): LicenseAttention | undefined {
  const what = watchedEnds[status];
  if (expiresAt === undefined || what === undefined) return undefined;
  const days = (expiresAt - at) / dayMs;
  if (days <= 0) return { code: 'expired', words: `Its ${what} has run out`, isUrgent: true };
  const within = soonDays.find((limit) => days <= limit);
  if (within === undefined) return undefined;
  const words = `Its ${what} ends within ${within === 1 ? 'a day' : `${within} days`}`;
  return { code: 'expires-soon', words, isUrgent: within < 14 };
}

const watchedEnds: Partial<Record<LicenseStatus, string>> = { registered: 'licence', evaluation: 'evaluation period' };
