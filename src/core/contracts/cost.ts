import * as z from 'zod';
import { SessionId } from '../domain/session/index.ts';
import { resources, WorkerId } from '../domain/worker/index.ts';
import { at, count, id } from './primitives.ts';

export const costGroups = ['worker', 'template', 'region', 'month'] as const;
export type CostGroup = (typeof costGroups)[number];

const month = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, { error: 'not a month like 2026-11' })
  .meta({ examples: ['2026-11'] });

export const CostQuestion = z.strictObject({
  from: month.optional().meta({ description: 'The first month, by UTC; left out: `to`, or the present one' }),
  to: month.optional().meta({ description: 'The last month; left out: the present one' }),
  by: z.enum(costGroups).default('worker'),
});
export type CostQuestion = z.output<typeof CostQuestion>;

const money = {
  ranMs: count.meta({ description: 'How long instances ran' }),
  existedMs: count.meta({ description: 'How long they existed, running or stopped' }),
  hostUsd: z.number(),
  volumeUsd: z.number(),
  totalUsd: z.number(),
  alwaysOnUsd: z.number().meta({ description: 'What it would have cost had they run all the time they existed' }),
  savedUsd: z.number().meta({ description: 'What stopping them has saved against that, whoever stopped them' }),
};

export const CostFigures = z.object(money);
export type CostFigures = z.output<typeof CostFigures>;

const CostRow = z.object({
  key: z.string().meta({ description: 'The worker’s id, the template, the region or the month' }),
  name: z.string(),
  workers: count,
  ...money,
});
export type CostRow = z.output<typeof CostRow>;

const basis = z.string().meta({ description: 'What the figures are, and are not' });

export const CostReport = z
  .object({
    from: month,
    to: month,
    by: z.enum(costGroups),
    items: z.array(CostRow),
    total: CostFigures,
    unpricedRegions: z.array(z.string()).meta({ description: 'Whose volumes are not counted: no price is known' }),
    basis,
  })
  .meta({ id: 'CostReport' });
export type CostReport = z.output<typeof CostReport>;

/** The commit of the worker's stream that began or ended a run, and the decision that it follows. */
const CostCause = z.object({
  at,
  version: count.meta({ description: 'Of the commit in the worker’s history that says it ran, or no longer did' }),
  reason: z.string(),
  decision: z.object({ version: count, operation: z.string(), by: z.string(), at }),
});
export type CostCause = z.output<typeof CostCause>;

const CostRun = z.object({
  launch: count,
  from: at,
  until: at.optional().meta({ description: 'Absent while it lasts' }),
  usd: z.number(),
  began: CostCause,
  ended: CostCause.optional(),
});
export type CostRun = z.output<typeof CostRun>;

export const WorkerCost = z
  .object({
    workerId: id(WorkerId),
    hourlyCostUsd: z.number(),
    volumeMonthUsd: z.number().optional().meta({ description: 'Of 30 days; absent: its price is not known' }),
    total: CostFigures,
    months: z.array(z.object({ month, ...money })),
    runs: z.array(CostRun).meta({ description: 'The newest first' }),
    basis,
  })
  .meta({ id: 'WorkerCost' });

/** A session's time on one worker, and what its share of that worker costs meanwhile. */
const SessionStay = z.object({
  workerId: id(WorkerId),
  workerName: z.string(),
  from: at,
  until: at.meta({ description: 'When it gave the place back; as it is booked while it has it' }),
  hourlyCostUsd: z.number().meta({ description: 'Of the whole worker' }),
  share: z.number().min(0).max(1).meta({ description: 'Of the worker, by the resource of which it takes most' }),
  of: z.enum(resources).meta({ description: 'Which resource that is' }),
  soFarUsd: z.number(),
  totalUsd: z.number(),
});
export type SessionStay = z.output<typeof SessionStay>;

export const SessionCost = z
  .object({
    sessionId: id(SessionId),
    stays: z.array(SessionStay).meta({ description: 'Where it was, is or is booked to be, in the order of time' }),
    soFarUsd: z.number(),
    totalUsd: z.number().meta({ description: 'Once its place is given back, as it is booked now' }),
    basis,
  })
  .meta({ id: 'SessionCost' });
export type SessionCost = z.output<typeof SessionCost>;
