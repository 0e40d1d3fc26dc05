import { FoundInstanceView, TerminateInstance } from '@lcm/core/contracts/instance';
import { terminateFound } from '@lcm/core/domain/instance';
import { decideOnInstance } from '../../application/decide-on-instance.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Commits the order; the worker controller carries it out. It is never taken back. */
export const terminateInstance = defineCommand({
  name: 'TerminateInstance',
  summary: 'End an instance that was found in the cloud, with its disks',
  allow: 'worker:manage',
  input: TerminateInstance,
  output: FoundInstanceView,
  handle: async (order, caller, { streams }: Deps) =>
    decideOnInstance(streams, caller, { operation: 'TerminateInstance', decide: terminateFound, ...order }),
});
