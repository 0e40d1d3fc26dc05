import type { SessionEvent } from '@lcm/core/domain/session';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inboxReconciler } from '../inbox/inbox-reconciler.ts';
import { aReadySession } from '../testing/living-world.ts';
import { sessionId, type World } from '../testing/world.ts';

const minute = 60_000;
const delivery = 'lds-ses_1';

const types = {
  RUNNING: 'io.lablet.lds.session.running.v1',
  PAUSED: 'io.lablet.lds.session.paused.v1',
  USER_FINISHED: 'io.lablet.lds.session.ended.v1',
} as const;
type Doing = keyof typeof types;

/** What candidates can do, and for each doing how its event travels. */
const travels = fc.record({ lateMs: fc.integer({ min: 0, max: 4 * minute }), copies: fc.integer({ min: 0, max: 2 }) });
const pauses = fc.integer({ min: 0, max: 3 });

interface Arrival {
  readonly at: number;
  readonly id: string;
  readonly doing: Doing;
}

function doingsOf(count: number, finishes: boolean): readonly Doing[] {
  const rests = Array.from({ length: count }, () => ['PAUSED', 'RUNNING'] as const);
  return ['RUNNING', ...rests.flat(), ...(finishes ? (['USER_FINISHED'] as const) : [])];
}

async function hear(world: World, arrivals: readonly Arrival[]): Promise<void> {
  const inbox = inboxReconciler({ ...world.deps(), lookAt: async () => undefined, earlyRetryMs: 15_000 });
  for (const { id, doing } of arrivals.filter(({ at }) => at <= world.clock.now())) {
    const event = { specversion: '1.0', id, source: '/lds', type: types[doing], subject: sessionId } as const;
    world.controlPlane.inbox.set(id, { id, version: 1, event, receivedAt: world.clock.now() });
    await inbox.reconcile(id, new AbortController().signal);
  }
}

test('in whatever order events come, late, twice or never, the session ends as its delivery did', async () => {
  await fc.assert(
    fc.asyncProperty(pauses, fc.infiniteStream(travels), fc.boolean(), async (count, stream, finishes) => {
      const living = await aReadySession();
      const { world } = living;
      const arrivals: Arrival[] = [];
      for (const [step, doing] of doingsOf(count, finishes).entries()) {
        const { lateMs, copies } = stream.next().value;
        const now = world.clock.now();
        world.delivery.becomes(delivery, doing);
        for (let copy = 1; copy <= copies; copy += 1)
          arrivals.push({ at: now + lateMs * copy, id: `e-${step}`, doing });
        while (world.clock.now() < now + minute) {
          await hear(world, arrivals);
          await living.live(0.25);
        }
      }
      await living.live(3);
      expect(['collecting', 'grading', 'stopping', 'archived'].includes(world.session.status)).toBe(finishes);
      expect(world.session.suspensions?.every(({ until }) => until !== undefined) ?? true).toBe(true);
      expect(startsOf(world.controlPlane.sessions.events)).toBe(1);
    }),
    { numRuns: 40 },
  );
});

function startsOf(events: readonly SessionEvent[]): number {
  return events.filter(({ type }) => type === 'SessionStarted').length;
}
