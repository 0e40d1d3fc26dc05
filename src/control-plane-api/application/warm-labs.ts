import type { WarmLabs } from '@lcm/core/contracts/warm-lab';
import type { DefinitionId } from '@lcm/core/domain/definition';
import { isClosed, isSpare, type LabRecord } from '@lcm/core/domain/lab';
import type { Session } from '@lcm/core/domain/session';
import type { WorkerId } from '@lcm/core/domain/worker';
import { preparedIn } from '@lcm/core/placement';
import type { Views } from './views.ts';

type Where = WarmLabs['workers'][number];

/** Labs of a version that wait for a session, or are on their way to; those that a session has are not among them. */
export function warmLabsByWorker(
  id: DefinitionId,
  labs: readonly LabRecord[],
  nameOf: (workerId: string) => string,
): Where[] {
  const kept = labs.filter(
    (lab) => lab.source === 'warm' && lab.basedOn === id && lab.session === undefined && !isClosed(lab),
  );
  return [...Map.groupBy(kept, ({ workerId }) => workerId)]
    .map(([workerId, there]) => ({
      workerId,
      name: nameOf(workerId),
      ready: there.filter(isSpare).length,
      underWay: there.filter(({ pending }) => pending !== undefined).length,
      failed: there.filter(({ status, pending }) => status === 'error' && pending === undefined).length,
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

/** Whether a session of the version would find one there, were it brought up now. */
export function labWaits(id: DefinitionId, workerId: WorkerId, views: Views): boolean {
  return views.list('lab').some(({ state }) => state.workerId === workerId && state.basedOn === id && isSpare(state));
}

/** Of a host that was ready until every node was up: with a warm lab, and without. */
export function startsBySource(id: DefinitionId, sessions: readonly Session[]): Pick<WarmLabs, 'warm' | 'fresh'> {
  const measured = sessions
    .filter(({ definition, lab }) => definition.id === id && lab !== undefined)
    .flatMap((session) => {
      const took = preparedIn(session);
      return took === undefined ? [] : [{ ms: took.ms, isWarm: session.lab?.warmLab !== undefined }];
    });
  return {
    warm: summary(measured.filter(({ isWarm }) => isWarm)),
    fresh: summary(measured.filter(({ isWarm }) => !isWarm)),
  };
}

function summary(starts: readonly { readonly ms: number }[]): WarmLabs['warm'] {
  const sorted = starts.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = sorted.length % 2 === 1 ? [sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  const medianSeconds = Math.round((low + high) / 200) / 10;
  return { sessions: sorted.length, ...(sorted.length > 0 && { medianSeconds }) };
}
