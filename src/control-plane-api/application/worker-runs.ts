import type { CostCause, CostRun } from '@lcm/core/contracts/cost';
import { runCost, type Worker } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import type { Commit } from '@lcm/core/ports/state-store';
import { workers } from './aggregates.ts';

/** Events by which somebody, or a rule of ours, decided that a worker shall run or not. */
const decisions = ['WorkerCreated', 'WorkerDesiredStatusChanged', 'WorkerRetryAsked', 'WorkerLaunchFailed'];

interface Told {
  readonly state?: Worker | undefined;
  readonly decision?: CostCause['decision'] | undefined;
  readonly runs: readonly CostRun[];
}

/** Every run of a worker that EC2 bills, each with the decision that began and that ended it; the newest first. */
export function runsOf(commits: readonly Commit[], now: Instant): readonly CostRun[] {
  const { state, runs } = commits.reduce(tell, { runs: [] });
  if (state === undefined) return [];
  return runs.map((run) => ({ ...run, usd: usdOf(run, state, now) })).toReversed();
}

function tell(told: Told, commit: Commit): Told {
  const state = workers.fold(told.state, commit);
  const decided = commit.events.some(({ type }) => decisions.includes(type));
  const decision = decided || told.decision === undefined ? decisionOf(commit) : told.decision;
  const runs = runsAfter(told, state, { at: commit.at, version: commit.version, decision });
  return { state, decision, runs };
}

type Change = Pick<CostCause, 'at' | 'version' | 'decision'>;

function runsAfter({ state: before, runs }: Told, state: Worker, change: Change): readonly CostRun[] {
  const since = state.cost?.runsSince;
  if (since === before?.cost?.runsSince) return runs;
  const { launch, desiredReason, reason } = state;
  if (since !== undefined)
    return [...runs, { launch, from: since, usd: 0, began: { ...change, reason: desiredReason } }];
  const last = runs.at(-1);
  return last === undefined
    ? runs
    : [...runs.slice(0, -1), { ...last, until: change.at, ended: { ...change, reason } }];
}

function decisionOf({ version, operation, by, at }: Commit): CostCause['decision'] {
  return { version, operation, by: by.name, at };
}

function usdOf({ from, until }: CostRun, { spec }: Worker, now: Instant): number {
  const months = Object.values(runCost(from, until ?? now, spec));
  return months.reduce((sum, { hostUsd }) => sum + hostUsd, 0);
}
