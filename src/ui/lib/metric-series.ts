import type { FigureName } from '@lcm/core/domain/metrics';
import { figureWords, sourceWords } from './metric-words.ts';
import type { Sample } from './views.ts';

/** One line of a chart: a figure as one source sees it. */
export interface Line {
  readonly figure: FigureName;
  readonly source: Sample['source'];
  readonly label: string;
  readonly points: readonly Point[];
}

interface Point {
  readonly at: number;
  readonly value: number;
}

export const charts = [
  { title: 'Processor', figures: ['cpuPercent'] },
  { title: 'Memory', figures: ['memoryPercent'] },
  { title: 'Disk', figures: ['diskPercent'] },
  { title: 'Network', figures: ['networkInBytesPerSecond', 'networkOutBytesPerSecond'] },
] as const satisfies readonly { readonly title: string; readonly figures: readonly FigureName[] }[];

/** Samples by source and instant, newer ones in the place of older ones, those before `from` left out. Oldest first. */
export function mergeSamples(known: readonly Sample[], news: readonly Sample[], from: number): readonly Sample[] {
  const merged = new Map([...known, ...news].map((sample) => [`${sample.source} ${sample.at}`, sample]));
  return [...merged.values()]
    .filter(({ at }) => Date.parse(at) >= from)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** CML first, CloudWatch second; who never saw the figure has no line. */
export function linesOf(samples: readonly Sample[], figures: readonly FigureName[]): readonly Line[] {
  return figures.flatMap((figure) =>
    (['cml', 'cloudwatch'] as const).flatMap((source) => {
      const points = samples
        .filter((sample) => sample.source === source)
        .flatMap((sample) => {
          const value = sample[figure];
          return value === undefined ? [] : [{ at: Date.parse(sample.at), value }];
        });
      const label = figures.length > 1 ? figureWords[figure] : sourceWords[source];
      return points.length === 0 ? [] : [{ figure, source, label, points }];
    }),
  );
}

/** A pause this many times longer than usual is a gap: the host did not run, or nobody asked. */
const gapFactor = 3;

function usualPause(points: readonly Point[]): number {
  const pauses = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  return pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
}

function withGaps(points: readonly Point[]): readonly (readonly [number, number | null])[] {
  const pause = usualPause(points);
  return points.flatMap(({ at, value }, index) => {
    const before = points[index - 1]?.at ?? at;
    const here = [at, value] as const;
    return at - before > gapFactor * pause ? [[before + pause, null] as const, here] : [here];
  });
}

export type Table = readonly [readonly number[], ...(readonly (number | null | undefined)[])[]];

/** What the chart draws: seconds, then one column per line. `null` is a gap; `undefined` is merely another line's time. */
export function tableOf(lines: readonly Line[]): Table {
  const columns = lines.map(({ points }) => new Map(withGaps(points)));
  const times = [...new Set(columns.flatMap((column) => [...column.keys()]))].toSorted((a, b) => a - b);
  return [times.map((at) => at / 1000), ...columns.map((column) => times.map((at) => column.get(at)))];
}

/** What a line shows, for those who do not see it. */
export function lineWords({ label, points }: Line, format: (value: number) => string): string {
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${label}: between ${format(least)} and ${format(most)}, last ${format(values.at(-1) ?? 0)}`;
}
