import type { Instant } from '../../kernel/index.ts';
import { type FigureName, figureNames, type Sample, type SampleSource, sampleSources } from './sample.ts';

/** One figure, who says so, and when it was so. */
export interface Figure {
  readonly value: number;
  readonly source: SampleSource;
  readonly at: Instant;
}
export type CurrentFigures = { readonly [Name in FigureName]?: Figure | undefined };

/** A figure of CML that is older than this gives way to one of CloudWatch that is newer: CML has stopped answering. */
export const freshMs = 15 * 60_000;

/** Of the newest sample of each source, figure by figure: CML first, CloudWatch second. */
export function currentFigures(latest: readonly Sample[], now: Instant): CurrentFigures {
  const entries = figureNames.map((name) => [name, bestOf(candidates(latest, name), now)] as const);
  return Object.fromEntries(entries.filter(([, figure]) => figure !== undefined));
}

function candidates(latest: readonly Sample[], name: FigureName): readonly Figure[] {
  return sampleSources.flatMap((source) => {
    const sample = latest.find((one) => one.source === source);
    const value = sample?.[name];
    return sample === undefined || value === undefined ? [] : [{ value, source, at: sample.at }];
  });
}

/** The figures come in order of preference. */
function bestOf(figures: readonly Figure[], now: Instant): Figure | undefined {
  const fresh = figures.find(({ at }) => now - at <= freshMs);
  return fresh ?? figures.toSorted((a, b) => b.at - a.at)[0];
}
