import { instant, toIso } from '@lcm/core/kernel';
import type { Cml } from './cml.ts';
import {
  authorizationConfirmedAt,
  authorizationStatus,
  authorizedUntil,
  BASE_FEATURE,
  baseNodes,
  EXPANSION_MAX,
  isEnterprise,
  NODE_FEATURE,
  registrationStatus,
  renewalMs,
} from './license.ts';
import type { Licensing, Properties } from './state.ts';

/** `GET /licensing`, as CML 2.9 answers it. */

const DEFAULT_SSMS = 'https://smartreceiver.cisco.com/licservice/license';
const REGISTRATION_MS = 365 * 86_400_000;

/** `2025-11-22 15:18:33`: how licensing writes instants. */
function stamp(ms: number | null): string | null {
  return ms === null ? null : toIso(instant(ms)).slice(0, 19).replace('T', ' ');
}

const noTime = { succeeded: null, attempted: null, scheduled: null, status: null, failure: null, success: null };

function timeInfo(attempted: number | null, extra: Properties): Properties {
  return { ...noTime, attempted: stamp(attempted), ...extra };
}

type Asked = Extract<Licensing['registration'], { is: 'asked' }>;

function registrationInfo(cml: Cml): Properties {
  const { registration, renewedAt } = cml.state.licensing;
  const status = registrationStatus(cml);
  if (registration.is === 'none') return { ...unregistered, status };
  const register_time = registerTime(cml, registration);
  if (status !== 'COMPLETED') return { ...unregistered, status, register_time };
  const at = renewedAt ?? registration.answeredAt;
  const { expiresAt, renewsAt } = registrationTimes(cml) ?? { expiresAt: at, renewsAt: at };
  return {
    status,
    ...account,
    expires: stamp(expiresAt),
    register_time,
    renew_time: timeInfo(at, { scheduled: stamp(renewsAt), success: 'SUCCESS' }),
  };
}

export const account = { smart_account: 'Simulated Smart Account', virtual_account: 'DEFAULT' } as const;

interface RegistrationTimes {
  readonly registeredAt: number;
  readonly renewsAt: number;
  readonly expiresAt: number;
}

export function registrationTimes(cml: Cml): RegistrationTimes | undefined {
  const { registration, renewedAt } = cml.state.licensing;
  if (registration.is === 'none' || registrationStatus(cml) !== 'COMPLETED') return undefined;
  const at = renewedAt ?? registration.answeredAt;
  const [renewsAt, expiresAt] = [at + renewalMs.registration, at + REGISTRATION_MS];
  return { registeredAt: registration.askedAt, renewsAt, expiresAt };
}

/** Of the authorization; of the evaluation period while there is none. */
export function authorizationEnd(cml: Cml): number | null {
  const confirmed = confirmedAt(cml);
  if (confirmed !== null) return authorizedUntil(cml, confirmed);
  return authorizationStatus(cml) === 'EVAL' ? cml.state.installedAt + cml.settings.evaluationMs : null;
}

function confirmedAt(cml: Cml): number | null {
  const { registration } = cml.state.licensing;
  const isAsked = registration.is === 'asked' && registration.authorizedAt !== null;
  if (!isAsked || !authorized.includes(authorizationStatus(cml))) return null;
  return authorizationConfirmedAt(cml, registration.authorizedAt ?? 0);
}

const authorized: readonly string[] = ['IN_COMPLIANCE', 'OUT_OF_COMPLIANCE', 'AUTHORIZATION_EXPIRED'];

const unregistered = {
  smart_account: null,
  virtual_account: null,
  expires: null,
  register_time: noTime,
  renew_time: noTime,
};

function registerTime(cml: Cml, { askedAt, failure }: Asked): Properties {
  const status = registrationStatus(cml);
  if (status === 'COMPLETED') return timeInfo(askedAt, { success: 'SUCCESS', failure: 'OK' });
  if (status === 'IN_PROGRESS') return timeInfo(askedAt, {});
  return timeInfo(askedAt, { success: 'FAILED', failure });
}

function authorizationInfo(cml: Cml): Properties {
  const at = confirmedAt(cml);
  const scheduled = stamp(at === null ? null : at + renewalMs.authorization);
  return {
    status: authorizationStatus(cml),
    expires: stamp(authorizationEnd(cml)),
    renew_time: at === null ? noTime : timeInfo(at, { scheduled, status: 'SUCCEEDED', success: 'SUCCESS' }),
  };
}

export function features(cml: Cml): Feature[] {
  const { licensing } = cml.state;
  const standing = authorizationStatus(cml);
  const status = standing === 'IN_COMPLIANCE' || standing === 'OUT_OF_COMPLIANCE' ? standing : 'INIT';
  const common = { status, version: '1.0', min: 0, minEndDate: null, maxEndDate: null };
  const isReserving = licensing.reservation && licensing.requestCode !== null;
  const counts = isReserving ? { base: 0, nodes: 0 } : { base: licensing.baseInUse, nodes: licensing.expansionNodes };
  const edition = isEnterprise(licensing) ? 'Enterprise' : 'Personal';
  const base = {
    id: BASE_FEATURE,
    name: `CML - ${edition} License`,
    description: `Cisco Modeling Labs - ${edition} License with ${baseNodes[licensing.product] ?? 20} nodes capacity included`,
    in_use: counts.base,
    max: 1,
    ...common,
  };
  const expansion = {
    id: NODE_FEATURE,
    name: 'CML - Expansion Node License',
    description: 'Cisco Modeling Labs - Expansion node capacity for CML Enterprise Servers',
    in_use: counts.nodes,
    max: EXPANSION_MAX,
    ...common,
  };
  return isEnterprise(licensing) ? [base, expansion] : [base];
}

interface Feature {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly in_use: number;
  readonly max: number;
  readonly status: string;
  readonly version: string;
  readonly min: number;
  readonly minEndDate: null;
  readonly maxEndDate: null;
}

export function licensingDocument(cml: Cml): Properties {
  const { licensing, productUuid } = cml.state;
  return {
    registration: registrationInfo(cml),
    authorization: authorizationInfo(cml),
    features: features(cml),
    reservation_mode: licensing.reservation,
    transport: { default_ssms: DEFAULT_SSMS, ssms: licensing.ssms ?? DEFAULT_SSMS, proxy: licensing.proxy },
    udi: { hostname: cml.settings.hostname, product_uuid: productUuid },
    product_license: { active: licensing.product, is_enterprise: isEnterprise(licensing) },
  };
}
