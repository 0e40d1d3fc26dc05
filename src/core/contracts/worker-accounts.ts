import * as z from 'zod';
import { bootKinds } from '../domain/worker/index.ts';
import { at, count } from './primitives.ts';

const usd = z.number().nonnegative();

const saved = { ms: z.number().nonnegative(), usd: z.number().nonnegative() };

export const Savings = z
  .object({
    since: at,
    stops: count,
    starts: count,
    total: z.object(saved),
    day: z.object({ ...saved, of: z.string() }),
    month: z.object({ ...saved, of: z.string() }),
    recent: z
      .array(z.object({ decidedAt: at, by: z.string(), reason: z.string(), from: at, until: at.optional() }))
      .readonly(),
  })
  .meta({
    description:
      'Time that the worker was stopped because nobody used it, against one that is always on; money is an estimate ' +
      'from the list price of its instance. What still lasts (the newest without `until`) is not added yet.',
  });

const Spent = z.object({ ranMs: count, hostUsd: usd, existedMs: count, volumeUsd: usd });

export const CostAccount = z
  .object({
    since: at,
    starts: count,
    runsSince: at.optional(),
    existsSince: at.optional(),
    months: z.record(z.string(), Spent),
  })
  .meta({
    description:
      'What it has cost by month of UTC: an estimate by list prices, for its instance while it runs and its volume while ' +
      'it exists. What lasts (`runsSince`, `existsSince`) is not added yet.',
  });

export const Boots = z
  .object({
    open: z.object({ kind: z.enum(bootKinds), from: at }).optional(),
    recent: z.array(z.object({ kind: z.enum(bootKinds), from: at, ms: count })).readonly(),
  })
  .meta({ description: 'How long it took to come up, from EC2 being asked to CML being available; the newest first' });
