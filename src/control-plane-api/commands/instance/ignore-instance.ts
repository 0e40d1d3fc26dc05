import { DecideOnInstance, FoundInstanceView } from '@lcm/core/contracts/instance';
import { ignore } from '@lcm/core/domain/instance';
import { decideOnInstance } from '../../application/decide-on-instance.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** It stays where it is, and is no longer asked about. */
export const ignoreInstance = defineCommand({
  name: 'IgnoreInstance',
  summary: 'Leave an instance that was found in the cloud alone',
  allow: 'worker:manage',
  input: DecideOnInstance,
  output: FoundInstanceView,
  handle: async (order, caller, { streams }: Deps) =>
    decideOnInstance(streams, caller, { operation: 'IgnoreInstance', decide: ignore, ...order }),
});
