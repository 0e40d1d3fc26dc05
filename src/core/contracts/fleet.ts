import * as z from 'zod';
import { stepCauses, WorkerId } from '../domain/worker/index.ts';
import { CurrentFigures } from './metrics.ts';
import { at, count, id } from './primitives.ts';
import { Amounts, IdleStatus } from './worker.ts';

const Step = z.object({
  at,
  to: z.enum(['running', 'stopped']),
  cause: z.enum(stepCauses),
  reason: z.string().meta({ examples: ['its hours are over, unless somebody uses it then'] }),
});

/** What a worker will do by itself: when, why, and what it is like now. */
export const WorkerOutlook = z
  .object({
    workerId: id(WorkerId),
    use: IdleStatus,
    next: Step.optional().meta({ description: 'What it will be asked to do if nothing else happens' }),
    hours: z
      .array(z.object({ from: at, until: at }))
      .meta({ description: 'Of its timetable, those that last or come within a week' }),
    measured: CurrentFigures,
  })
  .meta({ id: 'WorkerOutlook' });
export type WorkerOutlook = z.output<typeof WorkerOutlook>;

export const FleetOutlook = z.object({ items: z.array(WorkerOutlook) });

export const FleetCapacityQuestion = z.strictObject({
  region: z.string().optional().meta({ description: 'Only the workers there' }),
});

const percent = z.number().nonnegative().optional();

const CapacityGroup = z.object({
  region: z.string(),
  template: z.string().meta({ description: 'Empty for workers that were specified by hand' }),
  workers: count,
  byStatus: z.record(z.string(), count),
  declared: Amounts.meta({ description: 'What all of them can hold, by what they are and by their licences' }),
  running: Amounts.meta({ description: 'The same of those that run' }),
  reserved: Amounts.meta({ description: 'Now' }),
  peakDay: Amounts.meta({ description: 'The most that is reserved at once within 24 hours' }),
  peakWeek: Amounts.meta({ description: 'The same within seven days' }),
  measured: z
    .object({ workers: count, cpuPercent: percent, memoryPercent: percent })
    .meta({ description: 'Means over those that are measured, larger hosts counting for more' }),
  hourlyCostUsd: z.number().meta({ description: 'Of those that run' }),
});
export type CapacityGroup = z.output<typeof CapacityGroup>;

/** What the fleet can hold, what of it is taken and will be, how much larger it may become, and what it does next. */
export const FleetCapacity = z
  .object({
    at,
    groups: z.array(CapacityGroup),
    total: CapacityGroup.omit({ region: true, template: true }),
    regions: z.array(
      z.object({ region: z.string(), workers: count, ceiling: count, left: count.meta({ description: 'Until then' }) }),
    ),
    budgets: z.array(
      z.object({
        template: z.string(),
        monthlyBudgetUsd: z.number(),
        spentUsd: z.number(),
        bookedUsd: z.number(),
        leftUsd: z.number().meta({ description: 'Negative when more is spent and booked than it allows' }),
      }),
    ),
    planned: z.array(Step.extend({ workerId: id(WorkerId), name: z.string(), region: z.string() })).meta({
      description: 'The next step of each worker, the earliest first',
    }),
    slots: z.array(z.object({ from: at, until: at, peak: Amounts })).meta({ description: 'A week, hour by hour' }),
  })
  .meta({ id: 'FleetCapacity' });
export type FleetCapacity = z.output<typeof FleetCapacity>;
