import { withoutTokens } from '@lcm/core/adapters/cml/cml-errors';
import { type Instant, instant } from '@lcm/core/kernel';
import type { CmlLicensing } from '@lcm/core/ports/cml';
import type { Cml } from './model/cml.ts';
import {
  authorizationStatus,
  licensedNodesRunning,
  nodeQuota,
  registrationFailure,
  registrationStatus,
} from './model/license.ts';
import { account, authorizationEnd, features, registrationTimes } from './model/license-document.ts';

/** What the licensing document says, in terms of the port and without a document in between. */
export function licensingOf(cml: Cml): CmlLicensing {
  const failure = registrationFailure(cml);
  const times = registrationTimes(cml);
  const registered = times && { smartAccount: account.smart_account, virtualAccount: account.virtual_account };
  return {
    registration: registrationStatus(cml),
    authorization: authorizationStatus(cml),
    product: cml.state.licensing.product,
    nodeLimit: nodeQuota(cml),
    nodesInUse: licensedNodesRunning(cml),
    instanceName: cml.settings.hostname,
    ...registered,
    registeredAt: wholeSecond(times?.registeredAt),
    renewsAt: wholeSecond(times?.renewsAt),
    registrationExpiresAt: wholeSecond(times?.expiresAt),
    authorizationExpiresAt: wholeSecond(authorizationEnd(cml)),
    features: features(cml).map(({ id, name, status, in_use: inUse, min: minimum, max }) => {
      return { id, name, status, inUse, minimum, max };
    }),
    ...(failure !== undefined && { failure: withoutTokens(failure) }),
  };
}

/** Licensing writes its times in whole seconds. */
function wholeSecond(ms: number | null | undefined): Instant | undefined {
  return ms === null || ms === undefined ? undefined : instant(Math.floor(ms / 1000) * 1000);
}
