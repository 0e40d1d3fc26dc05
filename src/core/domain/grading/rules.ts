/** A line as its author wrote it, or an expression that has to match somewhere in the normalised line. */
export type LinePattern = string | { readonly regex: string };

export const sources = ['running', 'startup', 'console'] as const;
export type Source = (typeof sources)[number];

/**
 * Lines that must stand, and lines that must not stand, in one place of a configuration. Without lines it asks that
 * the place itself exists.
 */
export interface LinesCheck {
  /** From the outside in: `['router ospf 1', 'address-family ipv4']`; absent or empty is the top level. */
  readonly context?: readonly LinePattern[] | undefined;
  readonly lines?: readonly LinePattern[] | undefined;
  readonly absent?: readonly LinePattern[] | undefined;
  /** `given` where sequence means something, as in an access list. */
  readonly order?: 'any' | 'given' | undefined;
  readonly source?: Source | undefined;
}

export type Check =
  | LinesCheck
  | { readonly all: readonly Check[] }
  | { readonly any: readonly Check[] }
  | { readonly atLeast: number; readonly of: readonly Check[] };

export interface RuleItem {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  /** The node's label. */
  readonly node: string;
  readonly check: Check;
  /** Whether a part of the requirement earns its part of the points. */
  readonly partial?: boolean | undefined;
}

export interface RuleSection {
  readonly id: string;
  readonly title: string;
  readonly items: readonly RuleItem[];
}

export interface GradingRules {
  readonly format: 'lcm-grading/1';
  readonly title: string;
  /** Per cent of all points that it takes to pass. */
  readonly cutScore: number;
  readonly sections: readonly RuleSection[];
}

export function isLinesCheck(check: Check): check is LinesCheck {
  return !('all' in check) && !('any' in check) && !('of' in check);
}

/** Every check of plain lines inside a check, however deep. */
export function linesChecks(check: Check): readonly LinesCheck[] {
  if ('all' in check) return check.all.flatMap(linesChecks);
  if ('any' in check) return check.any.flatMap(linesChecks);
  if ('of' in check) return check.of.flatMap(linesChecks);
  return [check];
}
