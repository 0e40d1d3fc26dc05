import { expect, test } from 'vitest';
import { SeededRandom, VirtualClock } from '../../kernel/index.ts';
import { electionKey } from '../../reconcile/index.ts';
import { EmbeddedCoordination } from '../coordination/embedded-coordination.ts';
import { NotNowError, stopped } from './main-process.ts';
import { workAlone } from './sole-process.ts';

const election = 'control-plane-api';

function open() {
  const clock = new VirtualClock();
  const coordination = new EmbeddedCoordination({ clock });
  const working: string[] = [];
  const start = (name: string) => {
    const stop = new AbortController();
    const shared = { election, coordination, clock, random: new SeededRandom(1), name, signal: stop.signal };
    const ended = workAlone(shared, async (signal) => {
      working.push(name);
      await stopped(signal);
      working.splice(working.indexOf(name), 1);
    });
    const outcome = ended.then(
      () => 'stopped' as const,
      (error: unknown) => error,
    );
    return { outcome, stop: () => stop.abort() };
  };
  return { clock, coordination, working, start };
}

test('the second of two is refused in words, and the first works on', async () => {
  const { clock, working, start } = open();
  const first = start('first');
  await clock.advance(1_000);
  const second = start('second');
  await clock.advance(20_000);
  expect(await second.outcome).toBeInstanceOf(NotNowError);
  expect(String(await second.outcome)).toContain('first is the control-plane-api');
  expect(working).toEqual(['first']);
  first.stop();
  await clock.advance(5_000);
  expect(await first.outcome).toBe('stopped');
});

test('who follows one that was asked to stop begins at once', async () => {
  const { clock, working, start } = open();
  const first = start('first');
  await clock.advance(1_000);
  const second = start('second');
  await clock.advance(1_000);
  first.stop();
  await clock.advance(2_000);
  expect(working).toEqual(['second']);
  second.stop();
  await clock.advance(5_000);
  expect(await second.outcome).toBe('stopped');
});

test('who finds another in his place later stops and says so', async () => {
  const { clock, coordination, working, start } = open();
  const first = start('first');
  await clock.advance(1_000);
  const key = electionKey(election);
  await coordination.delete(key);
  await coordination.create(key, 'usurper', await coordination.grant(600_000));
  await clock.advance(10_000);
  expect(working).toEqual([]);
  expect(String(await first.outcome)).toContain('usurper');
});
