import { PipelineRuns } from '@lcm/core/contracts/pipeline-runs';
import { OfSession } from '@lcm/core/contracts/session';
import { pipelineRuns } from '@lcm/core/domain/session';
import { ok, reject } from '@lcm/core/kernel';
import type { StateStore } from '@lcm/core/ports/state-store';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { sessionEventsOf } from '../../application/session-events.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly store: StateStore;
  readonly views: Views;
}

export const getPipelineRuns = defineQuery({
  name: 'GetPipelineRuns',
  summary: 'Every run of every pipeline of a session, with each attempt of each step',
  allow: 'session:own',
  input: OfSession,
  output: PipelineRuns,
  async handle({ sessionId }, { actor }, { store, views }: Deps) {
    const session = views.get('session', sessionId)?.state;
    if (session === undefined || !maySee(actor, session)) return reject(unknown('session', sessionId));
    const commits = await store.read(`session/${sessionId}`, 0);
    return ok({ sessionId, runs: pipelineRuns(commits.flatMap(sessionEventsOf)) });
  },
});
