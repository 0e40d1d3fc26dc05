import * as z from 'zod';
import { DefinitionId } from '../domain/definition/index.ts';
import { gradingEngines } from '../domain/grading/index.ts';
import { gradingCauses } from '../domain/session/index.ts';
import { at, id } from './primitives.ts';

const GradedBy = z.object({ name: z.enum(gradingEngines), version: z.string() });

export const Score = z.object({
  points: z.number(),
  maxPoints: z.number(),
  percent: z.number(),
  cutScore: z.number(),
  result: z.enum(['pass', 'fail']),
  reportKey: z.string(),
  rulesVersion: z.string().optional(),
  rulesHash: z.string().optional(),
  notGradablePoints: z.number().optional(),
  engine: GradedBy.optional().meta({ description: 'Which engine graded; absent: the built-in one' }),
});

export const Grading = z
  .object({
    number: z.int().positive(),
    cause: z.enum(gradingCauses),
    by: z.string(),
    at,
    evidenceKey: z.string().optional(),
    score: Score,
  })
  .meta({ id: 'Grading' });

export const RegradeOrder = z.object({
  cause: z.enum(gradingCauses),
  by: z.string(),
  at,
  rulesOf: id(DefinitionId),
});

export const GraderAway = z.object({ since: at, reason: z.string(), engine: z.enum(gradingEngines) });
