import { isSpare } from '@lcm/core/domain/lab';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WarmWorld } from '../testing/warm-world.ts';

/** Until a session that was booked at the beginning has long ended. */
const allMinutes = 170;
const theName = { title: expect.stringMatching(/^Warm: Names lab_/) };

describe('warm labs of a worker', () => {
  test('are imported one after the other, up to what the definition wants, and hold no ports', async () => {
    const on = await new WarmWorld().prepare(2);
    on.world.labs.tagsOfNew = ['serial:5041', 'mine'];
    expect(await on.round()).toBe('0 on 1 workers, 1 to be made, 0 to go');
    expect(await on.round()).toBe('1 on 1 workers, 0 to be made, 0 to go');
    await on.live(10);
    expect(on.present.filter(isSpare)).toHaveLength(2);
    expect(await on.world.labs.labs()).toMatchObject([theName, theName]);
    expect(await on.world.labs.portsInUse()).toEqual([]);
  });

  test('go when fewer are wanted, when nobody can book them, and when their worker is drained', async () => {
    const on = await new WarmWorld().prepare(3);
    await on.live(15);
    on.wants(1);
    await on.live(10);
    expect(await on.world.labs.labs()).toHaveLength(1);
    const at = on.world.clock.now();
    on.commitWorker({ type: 'WorkerStatusChanged', to: 'draining', reason: 'maintenance', at });
    await on.live(5);
    expect(await on.world.labs.labs()).toEqual([]);
    expect(on.present).toEqual([]);
  });

  test('are left alone once somebody has started one; another takes its place', async () => {
    const on = await new WarmWorld().prepare(1);
    await on.live(5);
    const [lab] = await on.world.labs.labs();
    if (lab === undefined) throw new Error('nothing was imported');
    const [record] = on.present;
    await on.world.labs.startLab(lab.id);
    const at = on.world.clock.now();
    const started = { type: 'LabStatusChanged', to: 'booted', reason: 'seen', at } as const;
    on.world.controlPlane.labs.append(record?.id ?? '', [started]);
    await on.live(5);
    expect(on.present.map(isSpare)).toEqual([false, true]);
    expect(await on.world.labs.labs()).toHaveLength(2);
  });
});

describe('a session', () => {
  test('takes a warm lab instead of an import, under its own name, and another is made in its place', async () => {
    const on = await new WarmWorld().prepare(1);
    await on.live(75);
    const { lab, status, progress } = on.session;
    expect(status).toBe('ready');
    expect(lab).toMatchObject({ title: 'Names ses_1', warmLab: expect.stringMatching(/^lab_/) });
    expect(progress.instantiate?.['import_lab']?.message).toBe('a warm lab is now "Names ses_1"');
    const taken = on.labs.find(({ id }) => id === lab?.warmLab);
    expect(taken).toMatchObject({ cmlLabId: lab?.id, session: { id: 'ses_1', phase: 'up' } });
    expect((await on.world.labs.labs()).map(({ title }) => title)).toEqual(['Names ses_1', theName.title]);
    await on.live(120);
    expect(on.session.status).toBe('archived');
    expect(await on.world.labs.labs()).toMatchObject([theName]);
  });

  test('imports one afresh when somebody has started or deleted the one it took, which is not used again', async () => {
    for (const spoil of ['start', 'delete'] as const) {
      const on = await new WarmWorld().prepare(1);
      await on.live(10);
      const [lab] = await on.world.labs.labs();
      if (lab === undefined) throw new Error('nothing was imported');
      if (spoil === 'start') await on.world.labs.startLab(lab.id);
      else on.world.labs.lose(lab.id);
      await on.live(70);
      expect(on.session).toMatchObject({
        status: 'ready',
        progress: { instantiate: { import_lab: { status: 'done' } } },
      });
      expect(on.session.lab?.warmLab).toBeUndefined();
      expect(on.session.lab?.id).not.toBe(lab.id);
    }
  });
});

/** The n-th thing that is said to the control plane or to CML is the last of this process; it takes effect or does not. */
async function dies(on: WarmWorld, { nth, isDone }: { readonly nth: number; readonly isDone: boolean }): Promise<void> {
  let count = 0;
  const { controlPlane, labs } = on.world;
  const send = controlPlane.send.bind(controlPlane);
  controlPlane.send = async (name, input) => {
    count += 1;
    if (count !== nth) return send(name, input);
    if (isDone) await send(name, input);
    throw new Error('the process died');
  };
  labs.hook = () => {
    count += 1;
    if (count === nth) throw new Error('the process died');
  };
  await on.live(allMinutes);
  labs.hook = () => undefined;
}

test('wherever the controller dies, each lab has served one session, and only as many are left as are wanted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ nth: fc.integer({ min: 1, max: 170 }), isDone: fc.boolean() }),
      fc.integer({ min: 1, max: 2 }),
      async (death, depth) => {
        const on = await new WarmWorld().prepare(depth, 2);
        await dies(on, death);
        expect(on.sessions.map(({ status }) => status)).toEqual(['archived', 'archived']);
        for (const { bindings } of on.labs)
          expect(new Set(bindings.map((each) => each.sessionId)).size).toBeLessThan(2);
        const served = on.sessions.flatMap(({ lab }) => lab?.id ?? []);
        expect(new Set(served).size).toBe(served.length);
        expect(on.present.map(isSpare)).toEqual(Array.from({ length: depth }, () => true));
        const left = (await on.world.labs.labs()).map(({ id }) => id);
        expect(new Set(left)).toEqual(new Set(on.present.map(({ cmlLabId }) => cmlLabId)));
      },
    ),
    { numRuns: 6 },
  );
}, 60_000);
