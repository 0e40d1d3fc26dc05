import { deadlineOf, type LabEvent, type LabRecord } from '@lcm/core/domain/lab';
import { ok, type Result } from '@lcm/core/kernel';
import { labs } from './aggregates.ts';
import type { LabDeps } from './lab-orders.ts';
import type { Rejection } from './operation.ts';
import type { Changed, ChangeOptions } from './streams.ts';

type Requested = Extract<LabEvent, { type: 'LabImportRequested' }>;
type NewLab = Omit<Requested, 'type' | 'launch' | 'by' | 'at' | 'deadline'>;

/** The record of a lab that is still to be imported: it is found in CML by the record's id in its title. */
export async function requestLab(
  wanted: NewLab,
  options: ChangeOptions,
  { streams, views }: LabDeps,
): Promise<Result<Changed<LabRecord>, Rejection>> {
  const launch = views.get('worker', wanted.workerId)?.state.launch ?? 1;
  const by = options.caller.actor.id;
  return streams.change({ aggregate: labs, id: wanted.id }, options, (known, at) => {
    if (known !== undefined) return ok([]);
    return ok([{ type: 'LabImportRequested', ...wanted, launch, by, deadline: deadlineOf('import', at), at }]);
  });
}
