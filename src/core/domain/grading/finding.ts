import { type Source, sources } from './rules.ts';

/** Where a line was found: in one of the node's texts, in what it printed when asked, or in what CML said of it. */
export const findPlaces = [...sources, 'output', 'state'] as const;

export interface FoundLine {
  /** What the rule asked for. */
  readonly wanted: string;
  /** What stands in the configuration, and in which of its lines. */
  readonly text: string;
  readonly line: number;
  readonly source: Source | 'output' | 'state';
}

/** How far one check is met: `met` of `total` requirements, all of them or it has not passed. */
export interface Finding {
  readonly met: number;
  readonly total: number;
  readonly matched: readonly FoundLine[];
  readonly missing: readonly string[];
  /** Lines that stand there and must not. */
  readonly unwanted: readonly FoundLine[];
}

/** A check of nothing is never met: an empty rule must not give points away. */
function share({ met, total }: Finding): number {
  return total === 0 ? 0 : met / total;
}

export function together(findings: readonly Finding[]): Finding {
  return {
    met: findings.reduce((sum, { met }) => sum + met, 0),
    total: findings.reduce((sum, { total }) => sum + total, 0),
    matched: findings.flatMap(({ matched }) => matched),
    missing: findings.flatMap(({ missing }) => missing),
    unwanted: findings.flatMap(({ unwanted }) => unwanted),
  };
}

/** Counted on one scale whichever of them is best, so that progress in another never lowers the sum around it. */
export function best(findings: readonly Finding[]): Finding {
  const [first] = byShare(findings);
  if (first === undefined) return together([]);
  const total = Math.max(...findings.map((finding) => finding.total));
  return { ...first, met: Math.floor((first.met * total) / Math.max(1, first.total)), total };
}

/** Only whole ones count. */
export function atLeast(wanted: number, findings: readonly Finding[]): Finding {
  const passed = findings.filter((finding) => share(finding) === 1).length;
  return { ...together(byShare(findings).slice(0, wanted)), met: Math.min(wanted, passed), total: wanted };
}

function byShare(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => share(b) - share(a));
}
