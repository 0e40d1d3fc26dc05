import { PipelineRuns } from '@lcm/core/contracts/pipeline-runs';
import { SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { sessions } from '../../application/aggregates.ts';
import { openLabPlane } from '../../testing/lab-plane.ts';
import { demoDefinition } from '../../testing/plane.ts';

const uma = { role: 'user', id: 'uma' } as const;

test('every run of a session’s pipelines is told from its history, to whoever may see the session', async () => {
  const { plane, commit, answer, refusal } = await openLabPlane();
  const booking = plane.call('BookSession', { definitionId: demoDefinition }, uma);
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  plane.clock.step(2_000);
  await booking;
  const sessionId = SessionId.parse(plane.views.list('session')[0]?.state.id ?? '');
  const at = plane.clock.now();
  const of = { pipeline: 'instantiate', step: 'await_worker', at } as const;
  await commit(sessions, sessionId, [
    { type: 'SessionInstantiationStarted', at },
    { type: 'SessionStepStarted', ...of, message: 'begun' },
  ]);
  await commit(sessions, sessionId, [{ type: 'SessionStepFailed', ...of, message: 'no CML', final: false }]);
  const { runs } = PipelineRuns.parse(await answer('GetPipelineRuns', { sessionId }, uma));
  expect(runs).toMatchObject([
    { pipeline: 'instantiate', number: 1, result: 'running', attempts: [{ step: 'await_worker', message: 'no CML' }] },
  ]);
  expect(await refusal('GetPipelineRuns', { sessionId }, { role: 'user', id: 'uli' })).toMatch(/^session.unknown/);
});
