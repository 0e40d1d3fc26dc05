import { DeletedOrphans, DeleteOrphans } from '@lcm/core/contracts/lab';
import type { LabRecord } from '@lcm/core/domain/lab';
import { disposeOrphan, type LabRecordId } from '@lcm/core/domain/lab';
import { ok, type Result } from '@lcm/core/kernel';
import { type LabDeps, placeOrder, refusalOf } from '../../application/lab-orders.ts';
import { type Caller, defineCommand, type Rejection } from '../../application/operation.ts';
import type { Changed } from '../../application/streams.ts';

interface Given {
  readonly caller: Caller;
  readonly reason: string | undefined;
}

type Answer = DeletedOrphans['items'][number];

/** Each by itself: one that is no orphan, or cannot be reached, keeps no other from being cleaned up. */
export const deleteOrphans = defineCommand({
  name: 'DeleteOrphanLabs',
  summary: 'Close records whose lab is gone, and delete labs of ours whose session is',
  allow: 'lab:manage',
  input: DeleteOrphans,
  output: DeletedOrphans,
  async handle({ labRecordIds, reason }, caller, deps: LabDeps) {
    const items: Answer[] = [];
    for (const id of new Set(labRecordIds)) items.push(answerOf(id, await dispose(id, { caller, reason }, deps)));
    return ok({ output: { items }, position: deps.views.position });
  },
});

async function dispose(
  id: LabRecordId,
  { caller, reason }: Given,
  { streams, views }: LabDeps,
): Promise<Result<Changed<LabRecord>, Rejection>> {
  const rejection = refusalOf(id, views);
  if (rejection !== undefined) return { ok: false, rejection };
  return placeOrder(id, { operation: 'DeleteOrphanLabs', caller, reason, decide: disposeOrphan }, streams);
}

function answerOf(labRecordId: LabRecordId, disposed: Result<Changed<LabRecord>, Rejection>): Answer {
  if (!disposed.ok) return { labRecordId, outcome: 'refused', message: disposed.rejection.message };
  return disposed.value.state.pending === undefined
    ? { labRecordId, outcome: 'closed', message: 'The record is closed: its lab was gone.' }
    : { labRecordId, outcome: 'deleting', message: 'The lab is stopped, wiped and deleted.' };
}
