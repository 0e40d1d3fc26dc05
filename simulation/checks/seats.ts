import { isLicenseLost, type Worker } from '@lcm/core/domain/worker';
import type { SimWorld } from '../sim-world.ts';

/**
 * I5 by what the licence server counts: each host there is a worker's that says it holds a licence, or one of which
 * somebody said that it was not returned; and whoever says they hold one is counted.
 */
export function checkSeats(world: SimWorld): void {
  const { auditor, licenseServer, hostsOfLicenses } = world;
  const workers = [...auditor.workers.values()].filter(({ status }) => status !== 'terminated');
  const counted = new Set(licenseServer.hosts.map((host) => hostsOfLicenses.get(host) ?? host));
  for (const instance of counted) {
    const holder = workers.find(({ instanceId }) => instanceId === instance);
    if (!isSpokenOf(world, instance, holder))
      auditor.report('I5', `${instance} is counted by the licence server, and nobody says so`);
  }
  for (const { id } of workers.filter((worker) => saysRegistered(worker) && !counted.has(worker.instanceId ?? '')))
    auditor.report('I5', `${id} says it holds a licence, and the licence server does not count it`);
}

/** Nobody can give back what went with a host that was taken from us, or was left to whoever launched it. */
function isSpokenOf(world: SimWorld, instance: string, holder: Worker | undefined): boolean {
  const { auditor, endedOutside, strangers } = world;
  if (auditor.notReturned.has(instance) || endedOutside.has(instance)) return true;
  return holder === undefined ? strangers.has(instance) : speaksOfLicense(holder);
}

function speaksOfLicense({ license }: Worker): boolean {
  const held: readonly string[] = ['registered', 'expired', 'invalid'];
  return held.includes(license.status) || license.operation !== undefined || isLicenseLost(license);
}

function saysRegistered({ license, instanceId }: Worker): boolean {
  return license.status === 'registered' && instanceId !== undefined;
}
