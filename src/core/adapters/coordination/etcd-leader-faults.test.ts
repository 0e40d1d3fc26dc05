import { describe, expect, onTestFinished, test } from 'vitest';
import { type Clock, SeededRandom } from '../../kernel/index.ts';
import { type Leadership, lead } from '../../reconcile/index.ts';
import { stopped } from '../process/main-process.ts';
import { aClient, aNetwork, type FaultTarget, faultTargets, systemClock } from './testing/fault-targets.ts';
import type { FaultyProxy } from './testing/faulty-proxy.ts';

interface Candidate {
  readonly name: string;
  readonly network: FaultyProxy;
  /** Of its present or last term. */
  readonly leadership: () => Leadership | undefined;
}

interface Election {
  /** `one leads`, `one ends`, `two leads`: in the order in which it happened. */
  readonly log: readonly string[];
  readonly until: (entry: string) => Promise<void>;
  readonly stand: (name: string, clock?: Clock) => Promise<Candidate>;
}

function anElection(target: FaultTarget, election: string): Election {
  const log: string[] = [];
  const awaited = new Map<string, PromiseWithResolvers<void>>();
  const note = (entry: string): void => {
    log.push(entry);
    awaited.get(entry)?.resolve();
  };
  const until = async (entry: string): Promise<void> => {
    if (log.includes(entry)) return;
    const waiting = awaited.get(entry) ?? Promise.withResolvers<void>();
    awaited.set(entry, waiting);
    await waiting.promise;
  };
  const stand = async (name: string, clock: Clock = systemClock): Promise<Candidate> => {
    const network = await aNetwork(target);
    const stop = new AbortController();
    let now: Leadership | undefined;
    const ended = lead({
      coordination: aClient([network], { timeoutMs: target.ttlMs }),
      election,
      candidate: name,
      ttlMs: target.ttlMs,
      clock,
      random: new SeededRandom(name.length),
      signal: stop.signal,
      onLeading: async (leadership) => {
        now = leadership;
        note(`${name} leads`);
        await stopped(leadership.signal);
        note(`${name} ends`);
      },
      onEvent: ({ kind }) => void (kind === 'failed' && note(`${name} fails`)),
    });
    onTestFinished(async () => {
      stop.abort();
      await ended;
    });
    return { name, network, leadership: () => now };
  };
  return { log, until, stand };
}

/** Fails like the process's own, from a moment on: what a process sees that was stopped and goes on much later. */
class JumpingClock implements Clock {
  #jumped = 0;

  now(): ReturnType<Clock['now']> {
    return systemClock.now();
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#jumped;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await systemClock.sleep(ms, signal);
  }

  jump(ms: number): void {
    this.#jumped += ms;
  }
}

const faults: Readonly<Record<string, (network: FaultyProxy) => Promise<void> | void>> = {
  'is cut off': (network) => network.refuse(),
  'hears nothing more on open connections': (network) => network.hold(),
  'hears every answer long after its time': (network) => network.delay(3_600_000),
};

/** Whoever leads has ended before the next one does. A slow machine may hand over more often than it was made to. */
const inTurns = /^((one|two) leads,\2 ends,)+two leads$/;

describe.each(faultTargets)('etcd-faults $name', ({ open }) => {
  test.each(Object.entries(faults))('a leader that %s has ended before another leads', async (fault, strike) => {
    const { log, until, stand } = anElection(await open(), fault);
    const one = await stand('one');
    await until('one leads');
    await stand('two');
    await strike(one.network);
    await until('two leads');
    expect(log.filter((entry) => !entry.endsWith('fails')).join()).toMatch(inTurns);
    expect(one.leadership()?.mayAct()).toBe(false);
    await one.network.heal();
    expect(one.leadership()?.mayAct()).toBe(false);
  });

  test('a leader that was stopped and goes on after its time may not act, though nothing has told it so', async () => {
    const { until, stand } = anElection(await open(), 'stopped');
    const clock = new JumpingClock();
    const { leadership } = await stand('one', clock);
    await until('one leads');
    expect(leadership()?.mayAct()).toBe(true);
    clock.jump(60_000);
    expect(leadership()?.signal.aborted).toBe(false);
    expect(leadership()?.mayAct()).toBe(false);
  });

  test('a candidate that became leader without hearing of it does not stand in its own way', async () => {
    const target = await open();
    const { until, stand } = anElection(target, 'unheard');
    const rival = await target.direct.grant(60_000);
    await target.direct.create('/lcm/election/unheard', 'rival', rival);
    const { network, leadership } = await stand('one');
    let transactions = 0;
    network.before('request', (text) => {
      if (!text.startsWith('POST /v3/kv/txn')) return;
      transactions += 1;
      // First comes that of the epoch, then that of the election.
      if (transactions === 2) void network.limitAnswers(0);
    });
    await target.direct.revoke(rival);
    await until('one fails');
    await network.heal();
    await until('one leads');
    expect(leadership()?.mayAct()).toBe(true);
  });
});
