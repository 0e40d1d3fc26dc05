import { OfPackage, PackageStatus, Packages } from '@lcm/core/contracts/content-source';
import { ListFilter } from '@lcm/core/contracts/list';
import { packageSearch } from '@lcm/core/domain/query';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { unknown } from '../../application/change.ts';
import { packageStatuses, syncSchedule } from '../../application/content-status.ts';
import type { JobDeps } from '../../application/job-status.ts';
import { defineQuery } from '../../application/operation.ts';

interface Deps extends JobDeps {
  readonly clock: Clock;
}

export const listPackages = defineQuery({
  name: 'ListPackages',
  summary: 'Every content package, or those a query is about, with what became of it; by source and name',
  allow: 'content:read',
  input: ListFilter,
  output: Packages,
  async handle({ q }, _caller, { clock, ...deps }: Deps) {
    const holds = asked(q, packageSearch, clock.now());
    if (!holds.ok) return holds;
    const items = packageStatuses(deps.views, await syncSchedule(deps));
    return ok({ items: items.filter(holds.value) });
  },
});

export const getPackage = defineQuery({
  name: 'GetPackage',
  summary: 'One content package, with its faults and its log',
  allow: 'content:read',
  input: OfPackage,
  output: PackageStatus,
  async handle({ packageId }, _caller, deps: JobDeps) {
    const items = packageStatuses(deps.views, await syncSchedule(deps));
    const found = items.find(({ id }) => id === packageId);
    return found === undefined ? reject(unknown('package', packageId)) : ok(found);
  },
});
