import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { testNow as at, minute, sessionBooked } from '../testing/index.ts';
import { type PipelineName, type PipelineRun, pipelineRuns, type SessionEvent, stepsOf } from './index.ts';

const minutes = (count: number) => instant(at + count * minute);

function step(
  type: 'Started' | 'Done' | 'Skipped' | 'Failed' | 'Retried',
  [pipeline, name]: readonly [PipelineName, string],
  when: number,
): SessionEvent {
  const of = { pipeline, step: name, message: type.toLowerCase(), at: minutes(when) };
  switch (type) {
    case 'Started':
      return { type: 'SessionStepStarted', ...of };
    case 'Done':
      return { type: 'SessionStepDone', ...of, output: {} };
    case 'Skipped':
      return { type: 'SessionStepSkipped', ...of, by: 'ana' };
    case 'Failed':
      return { type: 'SessionStepFailed', ...of, final: false };
    case 'Retried':
      return { type: 'SessionStepRetried', ...of, by: 'ana' };
  }
}

/** All its steps, one a minute. */
function whole(pipeline: PipelineName, from: number): SessionEvent[] {
  return Object.keys(stepsOf(pipeline)).flatMap((name, index) => [
    step('Started', [pipeline, name], from + index),
    step('Done', [pipeline, name], from + index + 1),
  ]);
}

const preparing: readonly SessionEvent[] = [sessionBooked(), { type: 'SessionInstantiationStarted', at }];
const running: readonly SessionEvent[] = [
  ...preparing,
  ...whole('instantiate', 0),
  { type: 'SessionReady', at: minutes(7) },
  { type: 'SessionStarted', at: minutes(8) },
];

function told(runs: readonly PipelineRun[]): unknown {
  return runs.map(({ pipeline, number, result }) => [pipeline, number, result]);
}

describe('the runs of the pipelines of a session', () => {
  test('are told with when each began and ended, and each step of it', () => {
    const [run, ...others] = pipelineRuns(running);
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      pipeline: 'instantiate',
      number: 1,
      startedAt: at,
      endedAt: minutes(7),
      result: 'done',
    });
    expect(run?.attempts.map(({ step: name }) => name)).toEqual(Object.keys(stepsOf('instantiate')));
    expect(run?.attempts[0]).toEqual({
      step: 'await_worker',
      number: 1,
      status: 'done',
      startedAt: at,
      endedAt: minutes(1),
      message: 'done',
    });
  });

  test('tell every attempt, who had it tried again, and who skipped it', () => {
    const of = ['instantiate', 'await_worker'] as const;
    const [run] = pipelineRuns([
      ...preparing,
      step('Started', of, 0),
      step('Failed', of, 1),
      step('Started', of, 2),
      step('Retried', of, 3),
      step('Skipped', of, 4),
    ]);
    expect(run?.attempts).toMatchObject([
      { number: 1, status: 'failed', startedAt: at, endedAt: minutes(1), message: 'failed' },
      { number: 2, status: 'failed', endedAt: minutes(3) },
      { number: 1, status: 'skipped', startedAt: minutes(3), endedAt: minutes(4), by: 'ana' },
    ]);
    expect(run?.result).toBe('running');
  });

  test('are each reset by itself, though only the last one shows in the session', () => {
    const reset = (from: number): SessionEvent[] => [
      { type: 'SessionResetStarted', reason: 'anew', by: 'uma', at: minutes(from) },
      ...whole('reset', from),
      { type: 'SessionResumed', cause: 'reset', at: minutes(from + 6) },
    ];
    expect(told(pipelineRuns([...running, ...reset(10), ...reset(30)]))).toEqual([
      ['instantiate', 1, 'done'],
      ['reset', 1, 'done'],
      ['reset', 2, 'done'],
    ]);
  });

  test('are broken off with the reason when their host is lost, and begin anew on another one', () => {
    const of = ['instantiate', 'await_worker'] as const;
    const runs = pipelineRuns([
      ...preparing,
      step('Started', of, 0),
      { type: 'SessionHostLost', reason: 'its instance is gone', at: minutes(1) },
      step('Started', of, 2),
    ]);
    expect(told(runs)).toEqual([
      ['instantiate', 1, 'broken-off'],
      ['instantiate', 2, 'running'],
    ]);
    expect(runs[0]).toMatchObject({ endedAt: minutes(1), reason: 'its instance is gone' });
    expect(runs[0]?.attempts).toMatchObject([{ status: 'failed', endedAt: minutes(1) }]);
  });

  test('have failed when a step gave up, and the clean-up is a run of its own', () => {
    const of = ['instantiate', 'import_lab'] as const;
    const outcome = { result: 'failed', reason: 'instantiate failed: failed' } as const;
    const runs = pipelineRuns([
      ...preparing,
      step('Started', of, 0),
      step('Failed', of, 1),
      { type: 'SessionStopping', outcome, at: minutes(1) },
      ...whole('teardown', 2),
      { type: 'SessionStopped', at: minutes(6) },
    ]);
    expect(told(runs)).toEqual([
      ['instantiate', 1, 'failed'],
      ['teardown', 1, 'done'],
    ]);
    expect(runs[0]?.reason).toBe('failed');
  });
});
