import type { ReportLab } from '@lcm/core/contracts/lab';
import { type LabRecord, reportLab } from '@lcm/core/domain/lab';
import { type Result, reject } from '@lcm/core/kernel';
import { labs } from './aggregates.ts';
import { unknown } from './change.ts';
import type { Rejection } from './operation.ts';
import { inWords } from './refusals.ts';
import type { Changed, ChangeOptions, Streams } from './streams.ts';

/** One report of the lablet controller about one lab, as one commit. A lab that nobody knew is recorded. */
export async function changeLab(
  { labRecordId: id, expectedVersion, report }: ReportLab,
  options: ChangeOptions,
  streams: Streams,
): Promise<Result<Changed<LabRecord>, Rejection>> {
  return streams.change({ aggregate: labs, id }, { ...options, expectedVersion }, (lab, at) => {
    const decided = reportLab({ id, lab }, report, at);
    if (decided.ok) return decided;
    const { rejection } = decided;
    return reject(rejection.code === 'lab.unknown' ? unknown('lab', id) : inWords(rejection));
  });
}
