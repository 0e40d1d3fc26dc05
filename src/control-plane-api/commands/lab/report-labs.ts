import { ReportLabs } from '@lcm/core/contracts/lab';
import { nothing } from '@lcm/core/contracts/primitives';
import { labsRefreshed } from '@lcm/core/domain/worker';
import { ok } from '@lcm/core/kernel';
import { ConflictError } from '@lcm/core/ports/state-store';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { changeLab } from '../../application/lab-reports.ts';
import { type Caller, defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

type Item = Parameters<typeof changeLab>[0];

/** One look at a host: every lab a commit of its own, and none where nothing is new. */
export const reportLabs = defineCommand({
  name: 'ReportLabs',
  summary: 'Report what was seen of the labs on a host',
  allow: 'lab:report',
  input: ReportLabs,
  output: nothing,
  async handle({ workerId: id, items, askedAt }, caller, { streams, views }: Deps) {
    for (const item of items) await change(item, caller, streams);
    if (askedAt === undefined) return ok({ output: {}, position: views.position });
    const options = { aggregate: workers, id, operation: 'ReportLabs', caller };
    return written(
      await changeExisting(streams, options, (worker, at) => labsRefreshed(worker, askedAt, at)),
      () => ({}),
    );
  },
});

/** A record that has changed since the look began knows better, and one lab's trouble keeps no other from being told. */
async function change(item: Item, caller: Caller, streams: Streams): Promise<void> {
  try {
    await changeLab(item, { operation: 'ReportLabs', caller }, streams);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
