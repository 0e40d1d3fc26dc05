import { type Instant, instant } from '../../kernel/index.ts';
import { figureNames, type Sample } from './sample.ts';

/** From `from`, up to but without `until`, in at most `points` equal shares. */
export interface Thinning {
  readonly from: Instant;
  readonly until: Instant;
  readonly points: number;
}

/** How long one share of the interval is. */
export function shareMs({ from, until, points }: Thinning): number {
  return Math.max(1, Math.ceil((until - from) / points));
}

/** At most one sample per source and share: the mean of each figure, at the time of the newest. Oldest first. */
export function thin(samples: readonly Sample[], wanted: Thinning): readonly Sample[] {
  const length = shareMs(wanted);
  const inside = samples.filter(({ at }) => at >= wanted.from && at < wanted.until);
  const shares = Map.groupBy(inside, ({ at, source }) => `${source} ${Math.floor((at - wanted.from) / length)}`);
  return [...shares.values()].flatMap(meanOf).toSorted((a, b) => a.at - b.at);
}

function meanOf(samples: readonly Sample[]): readonly Sample[] {
  const [first] = samples;
  if (first === undefined) return [];
  const means = figureNames.map((name) => {
    const values = samples.flatMap((sample) => sample[name] ?? []);
    return [name, values.reduce((sum, value) => sum + value, 0) / values.length, values.length] as const;
  });
  const figures = Object.fromEntries(means.filter(([, , count]) => count > 0).map(([name, mean]) => [name, mean]));
  const at = instant(Math.max(...samples.map((sample) => sample.at)));
  return [{ workerId: first.workerId, source: first.source, at, ...figures }];
}
