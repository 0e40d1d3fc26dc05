import { type LabRecord, orphanOf } from '@lcm/core/domain/lab';
import { describe, expect, test } from 'vitest';
import { sessionId, start, World } from '../testing/world.ts';
import { sessionLabReconciler } from './session-lab-reconciler.ts';

const minute = 60_000;
const end = start + 60 * minute;

/** The session lives; its lab's record is looked at after each of its moves. */
class Followed {
  readonly world: World;
  #reconciler: ReturnType<typeof sessionLabReconciler>;

  constructor(world: World) {
    this.world = world;
    this.#reconciler = sessionLabReconciler(world.deps());
  }

  restart(): void {
    this.#reconciler = sessionLabReconciler(this.world.deps());
  }

  async live(until: number): Promise<void> {
    const { clock } = this.world;
    while (clock.now() < until) {
      const afterMs = await this.world.look();
      await this.follow();
      clock.step(Math.min(afterMs, 30 * minute, until - clock.now()));
    }
  }

  async follow(): Promise<void> {
    await this.#reconciler.reconcile(sessionId, new AbortController().signal);
  }

  get lab(): LabRecord | undefined {
    return this.world.controlPlane.labs.all()[0];
  }
}

async function followed(): Promise<Followed> {
  return new Followed(await new World().prepare());
}

describe('the record of a session’s lab', () => {
  test('is bound to it while it lasts, with the ports that it holds', async () => {
    const session = await followed();
    await session.live(start - minute);
    expect(session.lab).toMatchObject({
      status: 'booted',
      source: 'session',
      session: { id: sessionId, phase: 'up' },
      basedOn: 'def_1',
      facts: { title: 'Names ses_1', ports: [{ label: 'R1', port: 20_000 }, { port: 20_001 }] },
    });
  });

  test('is closed when the session has given everything back', async () => {
    const session = await followed();
    await session.live(end + 20 * minute);
    expect(session.lab).toMatchObject({ status: 'deleted', session: undefined, runs: [{ sessionId }] });
    expect(session.world.labs.remaining).toEqual([]);
  });

  test('is a few commits, however often it is looked at', async () => {
    const session = await followed();
    await session.live(end + 20 * minute);
    const { sent } = session.world.controlPlane;
    expect(sent.filter(({ name }) => name === 'ReportLab')).toHaveLength(4);
    session.restart();
    await session.follow();
    expect(sent.filter(({ name }) => name === 'ReportLab')).toHaveLength(4);
  });

  test('is right in the end when nobody followed before', async () => {
    const session = await followed();
    await session.world.live(start);
    await session.follow();
    expect(session.lab).toMatchObject({ status: 'booted', session: { id: sessionId, phase: 'up' } });
    await session.world.live(end + 20 * minute);
    session.restart();
    await session.follow();
    expect(session.lab).toMatchObject({ status: 'deleted', session: undefined });
  });

  test('is not made for a session that ended before anybody looked', async () => {
    const session = await followed();
    await session.world.live(end + 20 * minute);
    await session.follow();
    expect(session.lab).toBeUndefined();
  });

  test('is an orphan when the session has ended without it', async () => {
    const session = await followed();
    await session.live(start);
    const at = session.world.clock.now();
    session.world.commit({ type: 'SessionStopping', outcome: { result: 'failed', reason: 'its worker is gone' }, at });
    session.world.commit({ type: 'SessionStopped', at }, { type: 'SessionArchived', at });
    await session.follow();
    expect(session.lab && orphanOf(session.lab)).toBe('no-session');
  });
});
