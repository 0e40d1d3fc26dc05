import { ReportLab } from '@lcm/core/contracts/lab';
import { nothing } from '@lcm/core/contracts/primitives';
import { written } from '../../application/change.ts';
import { changeLab } from '../../application/lab-reports.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** What the lablet controller saw of one lab, or did to it. */
export const reportLab = defineCommand({
  name: 'ReportLab',
  summary: 'Report what was seen of a lab or done to it',
  allow: 'lab:report',
  input: ReportLab,
  output: nothing,
  async handle(seen, caller, { streams }: Deps) {
    return written(await changeLab(seen, { operation: 'ReportLab', caller }, streams), () => ({}));
  },
});
