import type { Api } from './api.ts';

import { formatTime } from './format.ts';
import { ApiError } from './problem.ts';
import type { Worker } from './views.ts';
import type { BulkOrder } from './worker-bulk.ts';

/** What an order needs to know beside its name. */
export interface BulkInput {
  readonly reason: string;
  readonly minutes: number;
  /** `key=value`, one a line. */
  readonly tags: string;
}

/** `key=value` a line; a key alone has no value. */
export function tagsFrom(text: string): Readonly<Record<string, string>> {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return at === -1 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

/** Why the order cannot be given like this. */
export function faultOf(order: BulkOrder, { reason, minutes, tags }: BulkInput): string | undefined {
  if (order === 'tags') return faultOfTags(Object.keys(tagsFrom(tags)));
  if (order === 'terminate' && reason.trim() === '') return 'Say why: what is terminated is gone for good';
  return order === 'snooze' && !isSnooze(minutes) ? 'Between 1 minute and 7 days' : undefined;
}

function isSnooze(minutes: number): boolean {
  return minutes >= 1 && minutes <= 10_080;
}

function faultOfTags(keys: readonly string[]): string | undefined {
  if (keys.length === 0) return 'At least one tag, as key=value';
  return keys.includes('') ? 'A tag needs a key before its =' : undefined;
}

/** Gives one worker its part of the order. @throws ApiError */
export async function performBulk(
  api: Api,
  order: BulkOrder,
  { worker, input }: { readonly worker: Worker; readonly input: BulkInput },
): Promise<void> {
  if (order === 'tags') await api.changeTags(worker.id, { set: tagsFrom(input.tags), remove: [] });
  else if (order === 'snooze') await api.snoozeWorker(worker.id, input.minutes, input.reason);
  else if (order === 'refresh') await refresh(api, worker.id);
  else await api.commandWorker(worker.id, order, input.reason);
}

/** One that is not refreshed because it just was is said to be so, and no failure of the others. */
async function refresh(api: Api, id: string): Promise<void> {
  const { outcome, reason = 'skipped', nextAt } = await api.refreshWorker(id);
  if (outcome !== 'skipped') return;
  const again = nextAt === undefined ? '' : ` Again from ${formatTime(Date.parse(nextAt), Date.parse(nextAt))} on.`;
  throw new ApiError({
    title: 'Not refreshed',
    detail: `${reason}.${again}`,
    code: '',
    status: 429,
    correlationId: undefined,
  });
}
