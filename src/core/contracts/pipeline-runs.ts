import * as z from 'zod';
import { pipelineNames, runResults, SessionId, stepStatuses } from '../domain/session/index.ts';
import { at, count, id } from './primitives.ts';

const StepAttempt = z.object({
  step: z.string().meta({ examples: ['start_lab'] }),
  number: count.meta({ description: 'Counts from one; from one again after somebody had it tried anew' }),
  status: z.enum(stepStatuses),
  startedAt: at,
  endedAt: at.optional(),
  message: z.string().meta({ description: 'What it did, or failed with' }),
  by: z.string().optional().meta({ description: 'Who had it tried anew, or skipped it' }),
});

const PipelineRun = z.object({
  pipeline: z.enum(pipelineNames),
  number: count.meta({ description: 'Of this pipeline of this session: counts from one' }),
  startedAt: at,
  endedAt: at.optional(),
  result: z.enum(runResults),
  reason: z.string().optional().meta({ description: 'Of one that did not come to its end: why' }),
  attempts: z.array(StepAttempt).readonly().meta({ description: 'In the order in which they began' }),
});

/** Every run of every pipeline of a session, as its history tells. */
export const PipelineRuns = z
  .object({ sessionId: id(SessionId), runs: z.array(PipelineRun).readonly().meta({ description: 'Oldest first' }) })
  .meta({ id: 'PipelineRuns' });
export type PipelineRuns = z.output<typeof PipelineRuns>;
