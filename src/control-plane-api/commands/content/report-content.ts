import { ReportContent } from '@lcm/core/contracts/content-source';
import { nothing } from '@lcm/core/contracts/primitives';
import { contentSourceId, noteReading, noteUnreachable } from '@lcm/core/domain/content';
import { ok } from '@lcm/core/kernel';
import { contentSources } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

export const reportContent = defineCommand({
  name: 'ReportContent',
  summary: 'Report what was found in a content source',
  allow: 'content:publish',
  input: ReportContent,
  output: nothing,
  async handle({ place, startedAt, looks = [], trouble }, caller, { streams }: Deps) {
    const subject = { aggregate: contentSources, id: contentSourceId(place) };
    const options = { operation: 'ReportContent', caller };
    const changed = await streams.change(subject, options, (source, at) =>
      ok(
        trouble === undefined
          ? noteReading(source, { place, startedAt, looks }, at)
          : noteUnreachable(source, { place, startedAt, message: trouble }, at),
      ),
    );
    return written(changed, () => ({}));
  },
});
