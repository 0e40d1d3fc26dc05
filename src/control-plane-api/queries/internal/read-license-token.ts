import { LicenseToken } from '@lcm/core/contracts/license';
import { OfWorker } from '@lcm/core/contracts/worker';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import type { LicenseTokens } from '../../application/license-tokens.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly licenseTokens: LicenseTokens;
}

/** For the worker controller alone, right before it hands the token to CML. */
export const readLicenseToken = defineQuery({
  name: 'ReadLicenseToken',
  summary: 'The token that was given for one worker, for the controller that registers it',
  allow: 'license:read-token',
  input: OfWorker,
  output: LicenseToken,
  async handle({ workerId }, _caller, { views, licenseTokens }: Deps) {
    const worker = views.get('worker', workerId)?.state;
    if (worker === undefined) return reject(unknown('worker', workerId));
    const reference = worker.licenseOrder?.token;
    const token = reference === undefined ? undefined : await licenseTokens.read(reference);
    return ok(token === undefined ? {} : { token });
  },
});
