import { DecideOnInstance, FoundInstanceView } from '@lcm/core/contracts/instance';
import { unignore } from '@lcm/core/domain/instance';
import { decideOnInstance } from '../../application/decide-on-instance.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** It waits for a decision again. */
export const unignoreInstance = defineCommand({
  name: 'UnignoreInstance',
  summary: 'Take back that an instance is ignored',
  allow: 'worker:manage',
  input: DecideOnInstance,
  output: FoundInstanceView,
  handle: async (order, caller, { streams }: Deps) =>
    decideOnInstance(streams, caller, { operation: 'UnignoreInstance', decide: unignore, ...order }),
});
