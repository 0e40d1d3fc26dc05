import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { SessionView } from '@lcm/core/contracts/session';
import type { TemplateView } from '@lcm/core/contracts/template';
import type { Amounts as AmountsSchema, WorkerView } from '@lcm/core/contracts/worker';
import type { Actor } from '@lcm/core/domain/access';

/** What a schema of the contracts looks like as JSON: the type only, the validator stays on the server. */
type Wire<Schema extends { readonly _zod: { readonly input: unknown } }> = Schema['_zod']['input'];

export type Worker = Wire<typeof WorkerView>;
export type Session = Wire<typeof SessionView>;
export type Definition = Wire<typeof DefinitionView>;
export type Template = Wire<typeof TemplateView>;
export type Amounts = Wire<typeof AmountsSchema>;
export type Verdict = NonNullable<Session['verdict']>;
export type WorkerVerdict = Verdict['workers'][number];

export interface Me extends Actor {
  readonly permissions: readonly string[];
  readonly csrfToken: string;
  readonly expiresAt: string;
}

export interface SystemInfo {
  readonly version: string;
  readonly now: string;
  readonly simulated: readonly { readonly part: string; readonly note: string }[];
  /** How many times faster than life the stand-ins' durations are. */
  readonly speed: number | null;
}

export interface TopologyNode {
  readonly id: string;
  readonly label: string;
  readonly nodeDefinition: string;
  readonly x: number;
  readonly y: number;
}

/** A node's id, bare or with the interface the cable is in. */
export type LinkEnd = string | { readonly node: string; readonly interface?: string };

export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly links: readonly { readonly a: LinkEnd; readonly b: LinkEnd }[];
}

export interface HistoryEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface HistoryCommit {
  readonly version: number;
  readonly at: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly operation: string;
  readonly events: readonly HistoryEvent[];
  readonly position?: number;
}

export interface AuditEntry {
  readonly position: number;
  readonly at: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly operation: string;
  readonly stream: string;
  readonly events: readonly (HistoryEvent | string)[];
  readonly correlationId: string;
}

export interface AuditPage {
  readonly items: readonly AuditEntry[];
  readonly next?: string | number | undefined;
}

export interface FoundLine {
  readonly wanted: string;
  readonly text: string;
  readonly line: number;
}

export interface ScoreItem {
  readonly id: string;
  readonly title: string;
  readonly node: string;
  readonly status: 'passed' | 'partial' | 'failed' | 'not-gradable';
  readonly points: number;
  readonly maxPoints: number;
  readonly explanation: string;
  readonly matched: readonly FoundLine[];
  readonly missing: readonly string[];
  readonly unwanted: readonly FoundLine[];
}

export interface ScoreSection {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly items: readonly ScoreItem[];
}

export interface ScoreReport {
  readonly title: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly percent: number;
  readonly cutScore: number;
  readonly result: 'pass' | 'fail';
  readonly notGradable: number;
  readonly sections: readonly ScoreSection[];
  readonly evidenceCapturedAt: string;
  readonly gradedAt: string;
}

export interface EvidenceFile {
  readonly name?: string;
  readonly path?: string;
  readonly bytes?: number;
  readonly size?: number;
  readonly sha256?: string;
}

/** What was collected: its manifest, wherever the answer keeps the list of files. */
export interface Evidence {
  readonly capturedAt?: string;
  readonly files?: readonly EvidenceFile[];
  readonly manifest?: { readonly capturedAt?: string; readonly files?: readonly EvidenceFile[] };
  readonly nodes?: readonly { readonly label: string; readonly state: string }[];
}
