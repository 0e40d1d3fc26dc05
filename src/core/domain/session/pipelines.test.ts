import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import {
  type PipelineName,
  type PipelineProgress,
  pipelineDone,
  pipelines,
  runnableSteps,
  type StepState,
  stepsOf,
} from './index.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its names
const names = Object.keys(pipelines) as PipelineName[];
const done: StepState = { status: 'done', attempts: 1, startedAt: instant(0), message: '' };

test.each(names)('%s comes to its end, each step once and after all that it needs', (name) => {
  let progress: PipelineProgress = {};
  const taken: string[] = [];
  for (let round = 0; round < Object.keys(stepsOf(name)).length && !pipelineDone(name, progress); round += 1) {
    const steps = runnableSteps(name, progress);
    for (const step of steps) expect(taken).toEqual(expect.arrayContaining([...(stepsOf(name)[step]?.needs ?? [])]));
    taken.push(...steps);
    progress = { ...progress, ...Object.fromEntries(steps.map((step) => [step, done])) };
  }
  expect(taken.toSorted()).toEqual(Object.keys(stepsOf(name)).toSorted());
});

test('a step that is tried for ever waits between its attempts, and each attempt ends', () => {
  for (const steps of names.map(stepsOf)) {
    for (const { timeoutSeconds, retryAfterSeconds } of Object.values(steps)) {
      expect([timeoutSeconds > 0, retryAfterSeconds > 0]).toEqual([true, true]);
    }
  }
});
