import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { LabView } from '@lcm/core/contracts/lab';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { isClosed, warmLabId } from '@lcm/core/domain/lab';
import { effectiveSettings, settingsId } from '@lcm/core/domain/settings';
import { unreachable } from '@lcm/core/kernel';
import { ConflictError, type ControlPlane, type SendOptions } from '@lcm/core/ports/control-plane';
import type { JobResult } from '@lcm/core/reconcile';
import type { LabDeps } from '../lab/deps.ts';
import { planWarmLabs, type WarmHost, type WarmSettings, type WarmStep } from './plan-warm-labs.ts';

type Deps = Pick<LabDeps, 'controlPlane' | 'clock' | 'leadership'>;

/** Of all workers at once: whatever else CML servers have to do comes first. */
const mostMadeAtOnce = 5;

const hourMs = 3_600_000;

/**
 * Brings what is kept ready closer to what is wanted, a little at a time. It holds nothing: what is there is counted anew, and
 * a step that was taken before a crash is seen by the next look.
 */
export async function warmLabsRound(deps: Deps, signal: AbortSignal): Promise<JobResult> {
  const { controlPlane } = deps;
  const definitions = await controlPlane.list('definition');
  // Where nobody ever wanted any there is nothing to read for it.
  if (!definitions.some(({ warmDepth }) => warmDepth !== undefined))
    return { summary: 'no definition wants any', news: false };
  const hosts = await hostsOf(definitions, deps);
  const counts = { make: 0, drop: 0, 'let-go': 0 };
  for (const host of hosts) {
    for (const step of planWarmLabs(host)) {
      signal.throwIfAborted();
      if (step.do === 'make' && counts.make >= mostMadeAtOnce) continue;
      if (await take(step, host, deps)) counts[step.do] += 1;
    }
  }
  const ready = hosts.flatMap(({ labs }) => labs).filter((lab) => !isClosed(lab) && lab.session === undefined).length;
  const summary = `${ready} on ${hosts.length} workers, ${counts.make} to be made, ${counts.drop} to go`;
  return { summary, news: counts.make + counts.drop + counts['let-go'] > 0 };
}

async function hostsOf(definitions: readonly DefinitionView[], deps: Deps): Promise<readonly WarmHost[]> {
  const { controlPlane, clock } = deps;
  const labs = (await controlPlane.list('lab')).filter(({ source }) => source === 'warm');
  const workers = (await controlPlane.list('worker')).filter(isUp);
  const sessions = await controlPlane.list('session');
  const [settings, now] = [await settingsOf(controlPlane), clock.now()];
  const byWorker = Map.groupBy(sessions, ({ placement }) => placement?.workerId);
  const byId = new Map<string, (typeof sessions)[number]>(sessions.map((session) => [session.id, session]));
  return workers.map((worker) => ({
    worker,
    labs: labs.filter(({ workerId, launch }) => workerId === worker.id && launch === worker.launch),
    sessions: byWorker.get(worker.id) ?? [],
    sessionOf: (id) => byId.get(id),
    definitions,
    settings,
    now,
  }));
}

function isUp({ status, service }: WorkerView): boolean {
  return (status === 'running' || status === 'draining') && service === 'available';
}

async function settingsOf(controlPlane: ControlPlane): Promise<WarmSettings> {
  const settings = effectiveSettings(await controlPlane.get('settings', settingsId));
  return { oldestMs: settings['warm.hours'] * hourMs, mostPerWorker: settings['warm.mostPerWorker'] };
}

/** Whether it was taken; refused, something has happened meanwhile, and the next look sees it. */
async function take(step: WarmStep, { worker, labs }: WarmHost, deps: Deps): Promise<boolean> {
  const { controlPlane, leadership } = deps;
  const options = { fence: leadership.fence(), correlationId: worker.id };
  switch (step.do) {
    case 'make': {
      const place = { workerId: worker.id, launch: worker.launch, definitionId: step.definition.id };
      const labRecordId = warmLabId(place, madeOf(step.definition, labs));
      return (await controlPlane.send('MakeWarmLab', { labRecordId, ...place }, options)).ok;
    }
    case 'drop':
      return (await controlPlane.send('DropWarmLab', { labRecordId: step.lab.id, reason: step.reason }, options)).ok;
    case 'let-go':
      return letGo(step, deps, options);
    default:
      return unreachable(step);
  }
}

/** How many there ever were of it on this launch: the number of the next. */
function madeOf({ id }: DefinitionView, labs: readonly LabView[]): number {
  return labs.filter(({ basedOn }) => basedOn === id).length;
}

async function letGo(
  { lab, sessionId, reason }: Extract<WarmStep, { do: 'let-go' }>,
  { controlPlane }: Deps,
  options: SendOptions,
): Promise<boolean> {
  const report = { type: 'left', sessionId, reason } as const;
  try {
    const told = { labRecordId: lab.id, expectedVersion: lab.version, report };
    return (await controlPlane.send('ReportLab', told, options)).ok;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
