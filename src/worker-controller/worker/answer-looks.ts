import type { WorkerView } from '@lcm/core/contracts/worker';
import { looksUnderWay, type WorkerReport } from '@lcm/core/domain/worker';
import type { WorkerReconcilerDeps } from './deps.ts';
import type { Seen, SeenCml } from './seen.ts';

interface Answer {
  readonly worker: WorkerView;
  readonly seen: Seen;
  /** What the look that has just ended came to. */
  readonly because: string;
}

/**
 * What people asked for is done once a look has left nothing to do at once. One at a time: each is a commit, and the next
 * look answers the other. Whoever dies before that leaves it asked for, and the next leader does it.
 */
export async function answerLooks(
  { measure }: Pick<WorkerReconcilerDeps, 'measure'>,
  { worker, seen, because }: Answer,
): Promise<WorkerReport | undefined> {
  const [kind] = looksUnderWay(worker);
  const requestedAt = kind && worker.looks?.[kind]?.requestedAt;
  if (kind === undefined || requestedAt === undefined) return undefined;
  const found = kind === 'sync' ? because : await refreshed(worker, seen, measure);
  return { type: 'looked', launch: worker.launch, kind, requestedAt, found };
}

async function refreshed(worker: WorkerView, seen: Seen, measure: WorkerReconcilerDeps['measure']): Promise<string> {
  const silent = (await measure?.(worker)) ?? [];
  const unmeasured = silent.length === 0 ? [] : [`not measured by ${silent.join(' and ')}`];
  return [hostInWords(seen), ...cmlInWords(seen.cml), ...unmeasured].join('; ');
}

function hostInWords({ instance, checks }: Seen): string {
  if (instance === undefined) return 'EC2 shows no instance';
  const passed = checks === undefined ? '' : `, checks: system ${checks.system}, instance ${checks.instance}`;
  return `its instance is ${instance.state}${passed}`;
}

function cmlInWords(cml: SeenCml | undefined): readonly string[] {
  if (cml === undefined) return [];
  if (!cml.up) return [`CML does not answer: ${cml.because}`];
  const { version, ready, activity } = cml;
  const labs = activity?.known === true ? `, labs: ${activity.activity.labs}` : '';
  return [`CML ${version} ${ready ? 'is ready' : 'is starting'}${labs}`];
}
