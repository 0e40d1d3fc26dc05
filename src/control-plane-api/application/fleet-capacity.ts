import type { CapacityGroup, FleetCapacity } from '@lcm/core/contracts/fleet';
import type { CurrentFigures } from '@lcm/core/domain/metrics';
import { isOffered, type Template } from '@lcm/core/domain/template';
import {
  type Amounts,
  effectiveCapacity,
  nothing,
  plus,
  slotPeaks,
  spendingOf,
  usageAt,
  type Worker,
} from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';
import { claimsOf, foreseenStep, type PlacementSettings } from '@lcm/core/placement';

export interface MeasuredWorker {
  readonly worker: Worker;
  readonly figures: CurrentFigures;
}

export interface CapacityFacts {
  /** Those that have not ended. */
  readonly workers: readonly MeasuredWorker[];
  /** Ended ones too: a month's budget pays for them. */
  readonly everywhere: readonly Worker[];
  readonly templates: readonly Template[];
  readonly settings: PlacementSettings;
  readonly now: Instant;
}

const hourMs = 3_600_000;
const weekHours = 7 * 24;

export function fleetCapacityOf(facts: CapacityFacts): FleetCapacity {
  const { workers, settings, now } = facts;
  const groups = Map.groupBy(workers, ({ worker }) => `${worker.spec.region} ${worker.template}`);
  return {
    at: now,
    groups: [...groups.values()].flatMap((members) => groupOf(members, facts)).toSorted(byPlace),
    total: figuresOf(workers, facts),
    regions: regionsOf(facts),
    budgets: budgetsOf(facts),
    planned: workers
      .flatMap(({ worker }) => {
        const step = foreseenStep(worker, settings, now);
        return step === undefined
          ? []
          : [{ ...step, workerId: worker.id, name: worker.name, region: worker.spec.region }];
      })
      .toSorted((a, b) => a.at - b.at),
    slots: hoursOf(facts),
  };
}

function groupOf(members: readonly MeasuredWorker[], facts: CapacityFacts): readonly CapacityGroup[] {
  const [first] = members;
  if (first === undefined) return [];
  const { spec, template } = first.worker;
  return [{ region: spec.region, template, ...figuresOf(members, facts) }];
}

function figuresOf(members: readonly MeasuredWorker[], { settings, now }: CapacityFacts): FleetCapacity['total'] {
  const workers = members.map(({ worker }) => worker);
  const up = workers.filter(isUp);
  const claims = workers.flatMap((worker) => claimsOf(worker, now, settings));
  const [day, week] = slotPeaks(
    claims,
    [24, weekHours].map((hours) => ({ from: now, until: instant(now + hours * hourMs) })),
  );
  return {
    workers: workers.length,
    byStatus: Object.fromEntries(
      [...Map.groupBy(workers, ({ status }) => status)].map(([status, some]) => [status, some.length]),
    ),
    declared: capacityOf(workers),
    running: capacityOf(up),
    reserved: usageAt(claims, now),
    peakDay: day?.peak ?? nothing,
    peakWeek: week?.peak ?? nothing,
    measured: measuredOf(members.filter(({ worker }) => isUp(worker))),
    hourlyCostUsd: up.reduce((sum, { spec }) => sum + spec.hourlyCostUsd, 0),
  };
}

function isUp({ status }: Worker): boolean {
  return status === 'running' || status === 'draining';
}

function capacityOf(workers: readonly Worker[]): Amounts {
  return workers.reduce((sum, worker) => plus(sum, effectiveCapacity(worker)), nothing);
}

function measuredOf(members: readonly MeasuredWorker[]): CapacityGroup['measured'] {
  return {
    workers: members.filter(({ figures }) => figures.cpuPercent ?? figures.memoryPercent).length,
    cpuPercent: meanOf(members, ({ cpuPercent }) => cpuPercent?.value, 'cpuCores'),
    memoryPercent: meanOf(members, ({ memoryPercent }) => memoryPercent?.value, 'memoryMiB'),
  };
}

/** A share of a host counts by how large that is. */
function meanOf(
  members: readonly MeasuredWorker[],
  valueOf: (figures: CurrentFigures) => number | undefined,
  weight: 'cpuCores' | 'memoryMiB',
): number | undefined {
  let [sum, weights] = [0, 0];
  for (const { worker, figures } of members) {
    const value = valueOf(figures);
    if (value === undefined) continue;
    sum += value * worker.spec.capacity[weight];
    weights += worker.spec.capacity[weight];
  }
  return weights === 0 ? undefined : sum / weights;
}

/** Where there are workers, and where templates would make them. */
function regionsOf({ workers, templates, settings }: CapacityFacts): FleetCapacity['regions'] {
  const offered = templates.filter(isOffered).map(({ spec }) => spec.region);
  const regions = new Set([...workers.map(({ worker }) => worker.spec.region), ...offered]);
  const ceiling = settings.ceilingPerRegion;
  return [...regions].toSorted().map((region) => {
    const count = workers.filter(({ worker }) => worker.spec.region === region).length;
    return { region, workers: count, ceiling, left: Math.max(0, ceiling - count) };
  });
}

function budgetsOf({ templates, everywhere, now }: CapacityFacts): FleetCapacity['budgets'] {
  return templates.flatMap(({ name, monthlyBudgetUsd, deletedAt }) => {
    if (monthlyBudgetUsd === undefined || deletedAt !== undefined) return [];
    const { spentUsd, bookedUsd } = spendingOf(
      everywhere.filter(({ template }) => template === name),
      now,
    );
    const leftUsd = monthlyBudgetUsd - spentUsd - bookedUsd;
    return [{ template: name, monthlyBudgetUsd, spentUsd, bookedUsd, leftUsd }];
  });
}

function hoursOf({ workers, settings, now }: CapacityFacts): FleetCapacity['slots'] {
  const claims = workers.flatMap(({ worker }) => claimsOf(worker, now, settings));
  const first = Math.floor(now / hourMs) * hourMs;
  const hours = Array.from({ length: weekHours }, (_, index) => ({
    from: instant(Math.max(now, first + index * hourMs)),
    until: instant(first + (index + 1) * hourMs),
  }));
  return [...slotPeaks(claims, hours)];
}

function byPlace(a: CapacityGroup, b: CapacityGroup): number {
  return a.region.localeCompare(b.region) || a.template.localeCompare(b.template);
}
