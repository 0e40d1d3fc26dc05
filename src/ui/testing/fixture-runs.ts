import { SessionId } from '@lcm/core/domain/session';
import type { PipelineRuns } from '../lib/views.ts';

/** It was brought up at the second attempt, and its lab was reset once. */
export function sessionRuns(now: number): PipelineRuns {
  const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
  const done = (step: string, [from, until]: readonly [number, number], message: string) => {
    return { step, number: 1, status: 'done', startedAt: at(from), endedAt: at(until), message } as const;
  };
  const failed = { status: 'failed', message: 'CML answered 503' } as const;
  return {
    sessionId: SessionId.parse('ses_1'),
    runs: [
      {
        pipeline: 'instantiate',
        number: 1,
        startedAt: at(-50),
        endedAt: at(-42),
        result: 'done',
        attempts: [
          done('import_lab', [-50, -48], 'imported as 5f3a'),
          { ...done('start_lab', [-48, -46], ''), ...failed },
          { ...done('start_lab', [-46, -42], 'every node is up'), number: 2, by: 'manager' },
        ],
      },
      {
        pipeline: 'reset',
        number: 1,
        startedAt: at(-20),
        endedAt: at(-18),
        result: 'broken-off',
        reason: 'the host of its worker metal-1 was lost under it',
        attempts: [{ ...done('save_configurations', [-20, -18], 'configurations of 2 nodes') }],
      },
    ],
  };
}
