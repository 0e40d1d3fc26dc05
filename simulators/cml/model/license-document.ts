import { instant, toIso } from '@lcm/core/kernel';
import type { Cml } from './cml.ts';
import {
  authorizationStatus,
  BASE_FEATURE,
  baseNodes,
  EXPANSION_MAX,
  isEnterprise,
  isLicensed,
  NODE_FEATURE,
  registrationStatus,
} from './license.ts';
import type { Licensing, Properties } from './state.ts';

/** `GET /licensing`, as CML 2.9 answers it. */

const DEFAULT_SSMS = 'https://smartreceiver.cisco.com/licservice/license';
const DAY_MS = 86_400_000;

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
  return {
    status,
    smart_account: 'Simulated Smart Account',
    virtual_account: 'DEFAULT',
    expires: stamp(at + 365 * DAY_MS),
    register_time,
    renew_time: timeInfo(at, { scheduled: stamp(at + 180 * DAY_MS), success: 'SUCCESS' }),
  };
}

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
  const { registration, authorizationRenewedAt } = cml.state.licensing;
  const status = authorizationStatus(cml);
  const authorized =
    status === 'IN_COMPLIANCE' && registration.is === 'asked'
      ? (authorizationRenewedAt ?? registration.authorizedAt)
      : null;
  const evaluation = status === 'EVAL' ? cml.state.installedAt + cml.settings.evaluationMs : null;
  return {
    status,
    expires: stamp(authorized === null ? evaluation : authorized + 90 * DAY_MS),
    renew_time:
      authorized === null
        ? noTime
        : timeInfo(authorized, { scheduled: stamp(authorized + 30 * DAY_MS), status: 'SUCCEEDED', success: 'SUCCESS' }),
  };
}

function features(cml: Cml): Properties[] {
  const { licensing } = cml.state;
  const status = isLicensed(cml) ? 'IN_COMPLIANCE' : 'INIT';
  const common = { status, version: '1.0', min: 0, minEndDate: null, maxEndDate: null };
  const counts =
    licensing.reservation && licensing.requestCode !== null ? [0, 0] : [licensing.baseInUse, licensing.expansionNodes];
  const edition = isEnterprise(licensing) ? 'Enterprise' : 'Personal';
  const base = {
    id: BASE_FEATURE,
    name: `CML - ${edition} License`,
    description: `Cisco Modeling Labs - ${edition} License with ${baseNodes[licensing.product] ?? 20} nodes capacity included`,
    in_use: counts[0],
    max: 1,
    ...common,
  };
  const expansion = {
    id: NODE_FEATURE,
    name: 'CML - Expansion Node License',
    description: 'Cisco Modeling Labs - Expansion node capacity for CML Enterprise Servers',
    in_use: counts[1],
    max: EXPANSION_MAX,
    ...common,
  };
  return isEnterprise(licensing) ? [base, expansion] : [base];
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
