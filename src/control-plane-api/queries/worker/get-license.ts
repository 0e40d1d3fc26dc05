import { LicenseView } from '@lcm/core/contracts/license';
import { OfWorker } from '@lcm/core/contracts/worker';
import { licenseAttention, licensedNodes, wantedLicense } from '@lcm/core/domain/worker';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

/** What programs ask before they rely on it: how things stand, what shall be, and what somebody should look at. */
export const getLicense = defineQuery({
  name: 'GetLicense',
  summary: 'The CML licence of a worker, and what somebody should know about it',
  allow: 'worker:read',
  input: OfWorker,
  output: LicenseView,
  async handle({ workerId }, _caller, { views, clock }: Deps) {
    const worker = views.get('worker', workerId)?.state;
    if (worker === undefined) return reject(unknown('worker', workerId));
    const { license, licenseOrder: order } = worker;
    const attention = licenseAttention(worker, clock.now());
    return ok({
      license,
      shallBe: wantedLicense(worker) ?? 'as-it-is',
      nodes: licensedNodes(worker),
      ...(order && { order }),
      ...(attention && { attention }),
    });
  },
});
