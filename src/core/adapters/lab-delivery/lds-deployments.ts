import type { LdsDeployment } from '../../contracts/lds-deployments.ts';
import {
  defaultDeployment,
  type LabDeliveries,
  type LabDelivery,
  LabDeliveryError,
} from '../../ports/lab-delivery/index.ts';
import { LdsLabDelivery } from './lds-lab-delivery.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the default delivery system answers, and what lets us in. */
interface Place {
  readonly baseUrl: string;
  readonly frontendBaseUrl?: string | undefined;
  readonly username: string;
  readonly password: string;
}

/** The delivery system of each region, by their REST APIs. @throws Error that names the variables without a password */
export function ldsDeliveries(
  place: Place,
  listed: readonly LdsDeployment[] = [],
  environment: Environment = {},
): LabDeliveries {
  const missing = listed.flatMap(({ passwordVariable }) => (environment[passwordVariable] ? [] : [passwordVariable]));
  if (missing.length > 0) throw new Error(`LDS_DEPLOYMENTS names variables that are not set: ${missing.join(', ')}`);
  const byName = new Map<string, LabDelivery>([[defaultDeployment, new LdsLabDelivery(place)]]);
  for (const { name, passwordVariable, ...where } of listed) {
    byName.set(name, new LdsLabDelivery({ ...where, password: environment[passwordVariable] ?? '' }));
  }
  const names = new Map(listed.map(({ name, region }) => [region, name]));
  return {
    nameFor: (region) => names.get(region) ?? defaultDeployment,
    at(name = defaultDeployment) {
      const found = byName.get(name);
      if (found !== undefined) return found;
      throw new LabDeliveryError('unreachable', `the delivery system ${name} is not among LDS_DEPLOYMENTS`);
    },
  };
}
