import { sessions } from '@lcm/control-plane-api/application/aggregates';
import { openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { MozartGradingEngine } from '@lcm/core/adapters/grading-engine/mozart-grading-engine';
import { DefinitionId } from '@lcm/core/domain/definition';
import { type SessionEvent, SessionId } from '@lcm/core/domain/session';
import { aDefinitionContent, minute, sessionBooked } from '@lcm/core/domain/testing';
import { ok, SeededRandom } from '@lcm/core/kernel';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { gradingEnginesOf } from '@lcm/core/ports/grading-engine';
import { contractRules } from '@lcm/core/ports/grading-engine/contract';
import { oneDelivery } from '@lcm/core/ports/lab-delivery';
import { directEngineTransport } from '@lcm/grading-simulator/direct-transport';
import { GradingModel } from '@lcm/grading-simulator/model/grading-model';
import { storeEvidence } from '@lcm/lablet-controller/evidence/stored-evidence';
import { sessionReconciler } from '@lcm/lablet-controller/session/session-reconciler';
import { FakeDelivery } from '@lcm/lablet-controller/testing/fake-delivery';
import { FakeLabs } from '@lcm/lablet-controller/testing/fake-labs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dying } from './testing/dying.ts';

const id = SessionId.parse('ses_1');

/** Somebody's work has been collected, and the engine outside is to grade it. */
async function aGrading() {
  const { plane, call, views, clock } = await openTestPlane();
  const content = { ...aDefinitionContent, gradingEngine: 'external' };
  await call('PublishDefinition', { content }, { role: 'lablet-controller' });
  const definitionId = DefinitionId.parse(views.list('definition')[0]?.state.id ?? '');
  const { blobs, streams } = plane.deps;
  const capturedAt = new Date(clock.now()).toISOString();
  const nodes = ['R1', 'R2'].map((label) => ({ label, nodeDefinition: 'iol-xe', state: 'BOOTED' }));
  const booked = sessionBooked();
  const definition = { ...booked.definition, id: definitionId };
  const evidenceKey = await storeEvidence(blobs, {
    manifest: {
      format: 'lcm-evidence/2',
      kind: 'final',
      sessionId: id,
      definition,
      worker: 'w1',
      lab: 'lab',
      capturedAt,
      nodes,
      files: nodes.map(({ label: node }) => fileOf(node, capturedAt)),
      missing: [],
    },
    files: new Map(nodes.map(({ label }) => [`${label}.cfg`, new TextEncoder().encode(`hostname ${label}\n`)])),
  });
  const at = clock.now();
  const packaged = { pipeline: 'collect', step: 'package_evidence', message: '', output: { evidenceKey }, at } as const;
  const events: SessionEvent[] = [
    { ...booked, definition },
    { type: 'SessionStepDone', ...packaged },
    { type: 'SessionGradingStarted', at },
  ];
  const operation = {
    operation: 'Test',
    caller: { actor: { id: 'test', name: 'test', roles: [] }, correlationId: 't' },
  };
  await streams.change({ aggregate: sessions, id }, operation, () => ok(events));
  const model = new GradingModel({ clock, random: new SeededRandom(1), rulesOf: () => contractRules });
  let token = 0;
  /** A controller of its own, until it dies or has nothing to do. */
  const live = async (
    ms: number,
    controlPlane: ControlPlane = plane.forService('lablet-controller'),
  ): Promise<void> => {
    token += 1;
    const fence = { election: 'lablet-controller', token };
    const controller = sessionReconciler({
      controlPlane,
      cml: new FakeLabs(clock),
      deliveries: oneDelivery(new FakeDelivery()),
      blobs,
      clock,
      leadership: { fence: () => fence, mayAct: () => true },
      cmlAccess: { username: 'admin', password: 'secret' },
      deviceHostOf: () => undefined,
      graders: gradingEnginesOf({ grade: neverOurs }, new MozartGradingEngine(directEngineTransport(model))),
      pollMs: 5_000,
    });
    const until = clock.now() + ms;
    while (clock.now() < until) {
      const next = await controller.reconcile(id, new AbortController().signal);
      clock.step(next.kind === 'settled' ? ms : Math.max(1, Math.min(next.afterMs, ms)));
    }
  };
  return { live, model, plane, session: () => views.get('session', id)?.state };
}

function fileOf(node: string, capturedAt: string) {
  const about = { kind: 'running-configuration', node, source: 'CML', capturedAt } as const;
  return { ...about, name: `${node}.cfg`, size: 12, sha256: '' };
}

async function neverOurs(): Promise<never> {
  throw new Error('the built-in engine was asked');
}

test('wherever the controller dies, while the engine is away or answers, there is one grading, and it is graded once', async () => {
  const cases = fc.record({
    at: fc.integer({ min: 1, max: 8 }),
    isHeard: fc.boolean(),
    outageMinutes: fc.constantFrom(0, 1, 30),
    lost: fc.integer({ min: 0, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ at, isHeard, outageMinutes, lost }) => {
      const { live, model, plane, session } = await aGrading();
      if (outageMinutes > 0) model.arm({ kind: 'outage', forMs: outageMinutes * minute });
      model.arm({ kind: 'answer-lost', times: 2, fineBefore: lost });
      const mortal = dying(plane.forService('lablet-controller'), { at, isHeard });
      await live(90 * minute, mortal).catch(() => undefined);
      await live(90 * minute);
      const { status, score, gradings, regrade, graderAway } = session() ?? {};
      expect([status, gradings?.length, regrade, graderAway]).toEqual(['archived', 1, undefined, undefined]);
      expect(score).toMatchObject({ points: 10, result: 'pass', engine: { name: 'external' } });
      expect(model.begun).toBe(1);
    }),
    { numRuns: 40 },
  );
});
