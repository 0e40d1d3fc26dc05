import { HandleInboxItem } from '@lcm/core/contracts/cloud-event';
import { nothing } from '@lcm/core/contracts/primitives';
import { ok } from '@lcm/core/kernel';
import { inbox } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Notes what came of an event, so that nobody looks at it again. */
export const handleInboxItem = defineCommand({
  name: 'HandleInboxItem',
  summary: 'Note what came of a received event',
  allow: 'session:report',
  input: HandleInboxItem,
  output: nothing,
  async handle({ itemId: id, result }, caller, { streams }: Deps) {
    const options = { aggregate: inbox, id, operation: 'HandleInboxItem', caller };
    const handled = await changeExisting(streams, options, (item, at) =>
      ok(item.handled === undefined ? [{ type: 'CloudEventHandled', result, at }] : []),
    );
    return written(handled, () => ({}));
  },
});
