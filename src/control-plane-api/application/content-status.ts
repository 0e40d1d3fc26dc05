import type { ContentSourceStatus, PackageStatus } from '@lcm/core/contracts/content-source';
import type { JobStatus } from '@lcm/core/contracts/job';
import type { ContentPackageState, ContentSourceState } from '@lcm/core/domain/content';
import { type JobDeps, jobStatuses } from './job-status.ts';
import type { Views } from './views.ts';

/** The one job that reads all sources. */
export async function syncSchedule(deps: JobDeps): Promise<JobStatus | undefined> {
  const [job] = await jobStatuses(['content-sync'], deps);
  return job;
}

/** A source as operators see it. */
export function sourceStatus(source: ContentSourceState, schedule: JobStatus): ContentSourceStatus {
  const { packages, ...rest } = source;
  const byResult = Map.groupBy(packages, (each) => resultNow(each, schedule));
  const { everyMs, enabled, triggeredAt, lastRun, nextRunAt } = schedule;
  return {
    ...rest,
    kind: source.place.startsWith('s3://') ? 'bucket' : 'folder',
    status: source.trouble !== undefined ? 'unreachable' : byResult.has('refused') ? 'faults' : 'ok',
    packages: Object.fromEntries([...byResult].map(([result, those]) => [result, those.length])),
    schedule: { everyMs, enabled, triggeredAt, lastRun, nextRunAt },
  };
}

/** Packages of all sources as operators see them. */
export function packageStatuses(views: Views, schedule: JobStatus | undefined): readonly PackageStatus[] {
  return views.list('content').flatMap(({ state: { id: sourceId, place, packages } }) =>
    packages.map((each) => {
      const definition = each.definitionId && views.get('definition', each.definitionId)?.state;
      return {
        ...each,
        result: resultNow(each, schedule),
        sourceId,
        place,
        publishedVersion: definition?.version,
        definitionStatus: definition?.status,
      };
    }),
  );
}

/** Of the last run: what an earlier one made a version of, that one found unchanged, and had nothing to write down. */
function resultNow({ result, since }: ContentPackageState, schedule: JobStatus | undefined): PackageStatus['result'] {
  const lastRunAt = schedule?.lastRun?.startedAt ?? 0;
  return result === 'published' && lastRunAt > since ? 'unchanged' : result;
}
