import type { Instant } from '../../kernel/index.ts';
import type { CorrectedNeeds, Definition, DefinitionId } from '../definition/index.ts';
import type { SessionId } from '../session/index.ts';

/** What a lab really used at its busiest. What its CML does not tell is absent: before 2.10 that is memory and disk. */
export interface Used {
  readonly cpuCores: number;
  readonly memoryMiB?: number | undefined;
  readonly storageGiB?: number | undefined;
}

export interface SessionUse extends Used {
  readonly sessionId: SessionId;
  readonly at: Instant;
}

/** Of the last sessions of one version of a definition; the one that was heard of last comes first. */
export interface DefinitionUse {
  readonly id: DefinitionId;
  readonly sessions: readonly SessionUse[];
}

/** A session used more than was known of it. */
export interface UseEvent {
  readonly type: 'UseObserved';
  readonly definitionId: DefinitionId;
  readonly sessionId: SessionId;
  readonly used: Used;
  readonly at: Instant;
}

const sessionsKept = 50;

export function evolveUse(
  use: DefinitionUse | undefined,
  { definitionId, sessionId, used, at }: UseEvent,
): DefinitionUse {
  const others = use?.sessions.filter((each) => each.sessionId !== sessionId) ?? [];
  return { id: definitionId, sessions: [{ ...used, sessionId, at }, ...others].slice(0, sessionsKept) };
}

/** By how much more it has to be to be written down: a session is measured again and again. */
const steps = { cpuCores: 0.25, memoryMiB: 64, storageGiB: 1 } as const;
const dimensions = ['cpuCores', 'memoryMiB', 'storageGiB'] as const;

export interface Measured {
  readonly definitionId: DefinitionId;
  readonly sessionId: SessionId;
  readonly used: Used;
}

/** Measuring twice, or after a crash once more, is as good as once. */
export function noteUse(
  use: DefinitionUse | undefined,
  { definitionId, sessionId, used }: Measured,
  at: Instant,
): UseEvent[] {
  const known = use?.sessions.find((each) => each.sessionId === sessionId);
  if (known !== undefined && !dimensions.some((name) => exceeds(used[name], known[name], steps[name]))) return [];
  const most = known === undefined ? used : larger(known, used);
  return [{ type: 'UseObserved', definitionId, sessionId, used: most, at }];
}

function exceeds(now: number | undefined, before: number | undefined, step: number): boolean {
  return now !== undefined && (before === undefined || now >= before + step);
}

function larger({ cpuCores, memoryMiB, storageGiB }: Used, now: Used): Used {
  return {
    cpuCores: Math.max(cpuCores, now.cpuCores),
    memoryMiB: largest(memoryMiB, now.memoryMiB),
    storageGiB: largest(storageGiB, now.storageGiB),
  };
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

export interface UseSummary {
  readonly sessions: number;
  /** What all but one in twenty sessions did with; of few sessions that is the most. */
  readonly p95: Used;
  readonly most: Used;
  readonly from: Instant;
  readonly until: Instant;
}

/** Undefined when nothing was measured yet. */
export function summaryOf({ sessions }: Pick<DefinitionUse, 'sessions'>): UseSummary | undefined {
  const times = sessions.map(({ at }) => at).toSorted((a, b) => a - b);
  const [from, until] = [times.at(0), times.at(-1)];
  if (from === undefined || until === undefined) return undefined;
  return { sessions: sessions.length, p95: atShare(sessions, 0.95), most: atShare(sessions, 1), from, until };
}

/** By nearest rank, each dimension by itself. */
function atShare(sessions: readonly Used[], share: number): Used {
  const of = (name: (typeof dimensions)[number]): number | undefined => {
    const values = sessions.flatMap((each) => each[name] ?? []).toSorted((a, b) => a - b);
    return values[Math.max(0, Math.ceil(share * values.length) - 1)];
  };
  return { cpuCores: of('cpuCores') ?? 0, memoryMiB: of('memoryMiB'), storageGiB: of('storageGiB') };
}

const memoryStepMiB = 64;

/** The measured figures as one would write them down; what is not measured stays. */
function rounded({ cpuCores, memoryMiB, storageGiB }: Used, { needs }: Pick<Definition, 'needs'>): CorrectedNeeds {
  return {
    cpuCores: Math.max(1, Math.ceil(cpuCores)),
    memoryMiB: memoryMiB === undefined ? needs.memoryMiB : Math.ceil(memoryMiB / memoryStepMiB) * memoryStepMiB,
    storageGiB: storageGiB === undefined ? needs.storageGiB : Math.ceil(storageGiB),
  };
}

/** What an author could correct the needs to: never less memory than the definitions of the nodes ask for. */
export function suggestedNeeds(definition: Definition, { p95 }: UseSummary): CorrectedNeeds {
  const { derivedNeeds = definition.needs } = definition;
  const measured = rounded(p95, definition);
  return { ...measured, memoryMiB: Math.max(measured.memoryMiB, derivedNeeds.memoryMiB) };
}

/** Fewer sessions are no rule. */
export const sessionsToLearnFrom = 5;

/** More than is reckoned with now, or undefined: by itself nothing is ever lowered. */
export function raisedNeeds(definition: Definition, summary: UseSummary): CorrectedNeeds | undefined {
  if (summary.sessions < sessionsToLearnFrom) return undefined;
  const { needs } = definition;
  const measured = rounded(summary.p95, definition);
  if (!dimensions.some((name) => measured[name] > needs[name])) return undefined;
  return {
    cpuCores: Math.max(needs.cpuCores, measured.cpuCores),
    memoryMiB: Math.max(needs.memoryMiB, measured.memoryMiB),
    storageGiB: Math.max(needs.storageGiB, measured.storageGiB),
  };
}
