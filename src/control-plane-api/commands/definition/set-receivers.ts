import { DefinitionReceivers, SetReceivers } from '@lcm/core/contracts/definition-receivers';
import { tellFailuresTo } from '@lcm/core/domain/definition';
import { ok, reject } from '@lcm/core/kernel';
import { type BookingSettings, refusalOfAddress, refusalOfMailbox } from '../../application/booking.ts';
import { changeDefinition } from '../../application/definition-change.ts';
import { definitionReceivers } from '../../application/definition-receivers.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly settings: BookingSettings;
}

/** Nobody is named who could not be told. */
export const setReceivers = defineCommand({
  name: 'SetReceivers',
  summary: 'Say who is told when sessions of a lab fail: shared mailboxes and webhooks',
  allow: 'definition:write',
  input: SetReceivers,
  output: DefinitionReceivers,
  async handle({ definitionId: id, receivers, reason }, caller, { streams, views, settings }: Deps) {
    const wanted = [...new Set(receivers)];
    const refusals = wanted.map((receiver) =>
      receiver.includes('://') ? refusalOfAddress(receiver, { views, settings }) : refusalOfMailbox(settings),
    );
    const refusal = refusals.find((each) => each !== undefined);
    if (refusal !== undefined) return reject(refusal);
    const by = caller.actor.id;
    const changed = await changeDefinition(streams, { id, operation: 'SetReceivers', caller, reason }, (known, why) =>
      tellFailuresTo(known, wanted, { by, ...why }),
    );
    if (!changed.ok) return changed;
    const output = definitionReceivers(id, views);
    return output.ok ? ok({ output: output.value, position: changed.value.position }) : output;
  },
});
