import { createHash } from 'node:crypto';
import { CloudEvent, Received } from '@lcm/core/contracts/cloud-event';
import { ok } from '@lcm/core/kernel';
import { inbox } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Takes in what the delivery system tells us: durable before it is acknowledged, once however often it is sent. */
export const receiveCloudEvent = defineCommand({
  name: 'ReceiveCloudEvent',
  summary: 'Send a CloudEvent (structured JSON)',
  allow: 'event:deliver',
  input: CloudEvent,
  output: Received,
  async handle(event, caller, { streams }: Deps) {
    // CloudEvents are the same when source and id are.
    const id = createHash('sha256').update(`${event.source}|${event.id}`).digest('hex').slice(0, 32);
    const options = { operation: 'ReceiveCloudEvent', caller };
    const received = await streams.change({ aggregate: inbox, id }, options, (item, at) =>
      ok(item ? [] : [{ type: 'CloudEventReceived', id, event, at }]),
    );
    return written(received, () => ({ item: id }));
  },
});
