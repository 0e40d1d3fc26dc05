import type { Instant } from '../../kernel/index.ts';
import { nineOfTen, nineteenOfTwenty } from './nearly-all.ts';

export const bootKinds = ['launch', 'restart'] as const;
export type BootKind = (typeof bootKinds)[number];

/** One time that the worker came up, from EC2 being asked to CML being available. */
export interface Boot {
  readonly kind: BootKind;
  readonly from: Instant;
  readonly ms: number;
}

export interface Boots {
  /** Under way. */
  readonly open?: { readonly kind: BootKind; readonly from: Instant } | undefined;
  /** The newest first; those that failed are not among them. */
  readonly recent: readonly Boot[];
}

/** What boots of one kind took, of how many. */
export interface LearnedBoot {
  readonly boots: number;
  readonly medianMinutes: number;
  readonly p90Minutes: number;
  /** What hosts are asked for ahead of, beside other things; absent of too few. */
  readonly nearlyAllMinutes?: number | undefined;
}

/** What workers have taken to come up; undefined of a kind that has not happened. */
export function learnedBoots(
  workers: readonly { readonly boots?: { readonly recent: readonly Pick<Boot, 'kind' | 'ms'>[] } | undefined }[],
): Readonly<Partial<Record<BootKind, LearnedBoot | undefined>>> {
  const all = workers.flatMap(({ boots }) => boots?.recent ?? []);
  const of = (kind: BootKind): LearnedBoot | undefined =>
    learnedFrom(all.filter((boot) => boot.kind === kind).map(({ ms }) => ms / 60_000));
  return { launch: of('launch'), restart: of('restart') };
}

function learnedFrom(minutes: readonly number[]): LearnedBoot | undefined {
  if (minutes.length === 0) return undefined;
  const sorted = minutes.toSorted((a, b) => a - b);
  const median = sorted[Math.ceil(sorted.length * 0.5) - 1] ?? 0;
  const nearly = nineteenOfTwenty(minutes);
  return {
    boots: sorted.length,
    medianMinutes: rounded(median),
    p90Minutes: rounded(nineOfTen(minutes)),
    ...(nearly !== undefined && { nearlyAllMinutes: rounded(nearly) }),
  };
}

function rounded(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}
