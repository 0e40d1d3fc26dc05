import { nothing } from '@lcm/core/contracts/primitives';
import { DropWarmLab } from '@lcm/core/contracts/warm-lab';
import { dropWarm } from '@lcm/core/domain/lab';
import { written } from '../../application/change.ts';
import { placeOrder } from '../../application/lab-orders.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Takes a warm lab away that is not wanted any more. */
export const dropWarmLab = defineCommand({
  name: 'DropWarmLab',
  summary: 'Take away a warm lab that no session will need',
  allow: 'lab:report',
  input: DropWarmLab,
  output: nothing,
  async handle({ labRecordId, reason }, caller, { streams }: Deps) {
    const order = { operation: 'DropWarmLab', caller, reason, decide: dropWarm };
    return written(await placeOrder(labRecordId, order, streams), () => ({}));
  },
});
