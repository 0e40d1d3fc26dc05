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

/** One row of a table that a command prints: the heading of a column and what stands below it. */
export type TableRow = Readonly<Record<string, string>>;

/** What the node prints when it is asked at the end. */
export interface OutputCheck {
  /** `show vlan brief`, as it is typed. */
  readonly output: string;
  /** Words in a row somewhere in a line, or an expression. */
  readonly lines?: readonly LinePattern[] | undefined;
  readonly absent?: readonly LinePattern[] | undefined;
  readonly rows?: readonly TableRow[] | undefined;
}

export const reaches = ['reachable', 'unreachable'] as const;

/** Whether an address answers the node. */
export interface ReachCheck {
  readonly reach: string;
  /** The interface or address that it asks from. */
  readonly from?: string | undefined;
  /** Left out: reachable. */
  readonly is?: (typeof reaches)[number] | undefined;
}

export const linkStates = ['up', 'down'] as const;

/** How CML says that one interface of the node stands, and to whom its link leads. */
export interface StateCheck {
  readonly interface: string;
  readonly state: (typeof linkStates)[number];
  /** The label of the node at the other end. */
  readonly to?: string | undefined;
}

export type LeafCheck = LinesCheck | OutputCheck | ReachCheck | StateCheck;

export type Check =
  | LeafCheck
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
  /** The lab has it from the start, and it must be so in the end. */
  readonly stays?: boolean | undefined;
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

/** What a check is made of; a check of one thing is made of nothing else. */
export function partsOf(check: Check): readonly Check[] | undefined {
  if ('all' in check) return check.all;
  if ('any' in check) return check.any;
  return 'of' in check ? check.of : undefined;
}

export function leavesOf(check: Check): readonly LeafCheck[] {
  if ('all' in check) return check.all.flatMap(leavesOf);
  if ('any' in check) return check.any.flatMap(leavesOf);
  return 'of' in check ? check.of.flatMap(leavesOf) : [check];
}

export function isLinesCheck(check: LeafCheck): check is LinesCheck {
  return !('output' in check) && !('reach' in check) && !('interface' in check);
}

/** Every check of plain lines inside a check, however deep. */
export function linesChecks(check: Check): readonly LinesCheck[] {
  return leavesOf(check).filter(isLinesCheck);
}
