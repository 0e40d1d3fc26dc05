import { isLicenseLost, type Worker } from '@lcm/core/domain/worker';
import type { SimWorld } from '../sim-world.ts';

/**
 * I5 by what the licence server counts: each host there is a worker's that says it holds a licence, or one of which
 * somebody said that it was not returned; and whoever says they hold one is counted.
 */
export function checkSeats(world: SimWorld): void {
  const { auditor, licenseServer, hostsOfLicenses, strangers } = world;
  const workers = [...auditor.workers.values()].filter(({ status }) => status !== 'terminated');
  const counted = new Set(licenseServer.hosts.map((host) => hostsOfLicenses.get(host) ?? host));
  for (const instance of counted) {
    const holder = workers.find(({ instanceId }) => instanceId === instance);
    const isSaid = auditor.notReturned.has(instance) || (holder !== undefined && speaksOfLicense(holder));
    // Nobody can give back what went with a host that was taken from us.
    const isTaken = world.endedOutside.has(instance) || (strangers.has(instance) && holder === undefined);
    if (!isSaid && !isTaken) auditor.report('I5', `${instance} is counted by the licence server, and nobody says so`);
  }
  for (const { id, instanceId, license } of workers) {
    if (license.status === 'registered' && instanceId !== undefined && !counted.has(instanceId))
      auditor.report('I5', `${id} says it holds a licence, and the licence server does not count it`);
  }
}

function speaksOfLicense({ license }: Worker): boolean {
  const held: readonly string[] = ['registered', 'expired', 'invalid'];
  return held.includes(license.status) || license.operation !== undefined || isLicenseLost(license);
}
