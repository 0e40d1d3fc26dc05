import type { NoticeViews } from '@lcm/core/contracts/notice';
import { type NoticeContent, NoticeId, type NoticeReceiver } from '@lcm/core/domain/notice';
import { type Clock, ok, type Random, type Result } from '@lcm/core/kernel';
import type * as z from 'zod';
import { notices } from '../aggregates.ts';
import type { Caller, Rejection, Written } from '../operation.ts';
import type { Streams } from '../streams.ts';
import { viewOf } from '../view-of.ts';
import type { Views } from '../views.ts';

export interface TestDeps {
  readonly streams: Streams;
  readonly views: Views;
  readonly clock: Clock;
  readonly random: Random;
}

/** One test to each of them. What comes back is only queued; the notices say what became of them. */
export async function queueTests(
  receivers: readonly NoticeReceiver[],
  { caller, operation }: { readonly caller: Caller; readonly operation: string },
  { streams, views, clock, random }: TestDeps,
): Promise<Result<Written<z.output<typeof NoticeViews>>, Rejection>> {
  const order = { position: views.position, part: 0 };
  const text = `${caller.actor.name} wanted to see that it arrives.`;
  const test = { occasion: 'test', title: 'A test', text, facts: {}, happenedAt: clock.now(), order } as const;
  const items = [];
  for (const to of receivers) {
    const id = NoticeId.next(random);
    const content: NoticeContent = { ...test, to };
    const queued = await streams.change({ aggregate: notices, id }, { operation, caller }, (_none, at) =>
      ok([{ type: 'NoticeQueued', id, content, at }]),
    );
    if (!queued.ok) return queued;
    items.push(viewOf.notice(queued.value));
  }
  return ok({ output: { items }, position: views.position });
}
