import { FakeClock, instant, SeededRandom } from '@lcm/core/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaultRequest } from './faults.ts';
import { LdsModel } from './lds-model.ts';
import { type CandidateAction, candidateActions } from './lifecycle.ts';
import type { LdsEvent } from './outbox.ts';

const order = { authIdType: 'ordered_session', candidate: 'Ada', scheduledAt: instant(0), forms: ['LAB 1'] };

function open(saved?: unknown): { clock: FakeClock; model: LdsModel } {
  const clock = new FakeClock();
  return { clock, model: new LdsModel({ clock, random: new SeededRandom(7), saved }) };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

describe('a session', () => {
  test('pauses do not count as time worked', () => {
    const { clock, model } = open();
    const { id } = model.provision({ ...order, authId: 'a' });
    for (const action of ['start', 'pause', 'resume', 'finish'] as const) {
      clock.step(1000);
      model.act(id, action);
    }
    expect(model.session(id)).toMatchObject({ startedAt: 1000, pausedMs: 1000, endedAt: 4000 });
  });

  test('doing again what is done tells nobody twice', () => {
    const { model } = open();
    const { id } = model.provision({ ...order, authId: 'a' });
    model.act(id, 'start');
    model.act(id, 'start');
    expect(model.effects()).toMatchObject({ started: 1, eventsQueued: 1 });
  });

  test('what its state does not allow is refused with the state', () => {
    const { model } = open();
    const { id } = model.provision({ ...order, authId: 'a' });
    const refused = { ok: false, rejection: { code: 'session.wrong-state', state: 'PENDING', action: 'pause' } };
    expect(model.act(id, 'pause')).toEqual(refused);
  });

  test('a released session is filed away after a while', () => {
    const { clock, model } = open();
    const { id } = model.provision({ ...order, authId: 'a' });
    model.release(id);
    expect(model.session(id)?.state).toBe('ARCHIVING');
    clock.step(2000);
    expect(model.session(id)?.state).toBe('ARCHIVED');
  });

  test('releasing a session that nobody started is not the end of one', () => {
    const { model } = open();
    const { id } = model.provision({ ...order, authId: 'a' });
    model.release(id);
    expect(model.toJSON().outbox).toEqual([]);
  });

  test('an early candidate starts as soon as there are devices', () => {
    const { model } = open();
    const { id } = model.provision({ ...order, authId: 'a' });
    model.arm({ kind: 'event-early' });
    model.setDevices(id, 1, []);
    expect(model.session(id)?.state).toBe('RUNNING');
    expect(model.dueEvents()).toMatchObject([{ event: { type: 'io.lablet.lds.session.running.v1', subject: 'a' } }]);
  });
});

test('with the fault armed nobody ever hears of what happened, and whoever asks is told', () => {
  const { model } = open();
  const { id } = model.provision({ ...order, authId: 'a' });
  model.arm({ kind: 'event-lost' });
  model.act(id, 'start');
  expect(model.toJSON().outbox).toEqual([]);
  expect(model.session(id)?.state).toBe('RUNNING');
});

/** How many of the events that are due reach the other side. */
type Works = 'all' | 'some' | 'none';

type Step =
  | { do: 'provision' | 'devices' | 'release'; session: number }
  | { do: 'act'; session: number; action: CandidateAction }
  | { do: 'fault'; fault: FaultRequest }
  | { do: 'wait'; ms: number }
  | { do: 'deliver'; works: Works };

const names = Object.keys(candidateActions).filter((name): name is CandidateAction => name in candidateActions);
const session = fc.integer({ min: 0, max: 3 });
const times = fc.integer({ min: 1, max: 3 });
const ms = fc.integer({ min: 0, max: 60_000 });
const reordering = ['event-out-of-order'] as const;
const harmless = ['slow', 'answer-lost', 'event-duplicated', 'event-delayed', 'event-early'] as const;

function steps(kinds: readonly (typeof harmless | typeof reordering)[number][]): fc.Arbitrary<Step[]> {
  const fault = fc.oneof(
    fc.record({ kind: fc.constantFrom(...kinds), times, ms }),
    fc.record({ kind: fc.constant('outage' as const), forMs: fc.integer({ min: 1, max: 60_000 }) }),
  );
  return fc.array(
    fc.oneof(
      fc.record({ do: fc.constantFrom('provision' as const, 'devices' as const, 'release' as const), session }),
      fc.record({ do: fc.constant('act' as const), session, action: fc.constantFrom(...names) }),
      fc.record({ do: fc.constant('fault' as const), fault }),
      fc.record({ do: fc.constant('wait' as const), ms }),
      fc.record({
        do: fc.constant('deliver' as const),
        works: fc.constantFrom('all' as const, 'some' as const, 'none' as const),
      }),
    ),
    { maxLength: 60 },
  );
}

interface World {
  readonly clock: FakeClock;
  readonly received: LdsEvent[];
}

function take(step: Step, model: LdsModel, { clock, received }: World): unknown {
  if (step.do === 'fault') return model.arm(step.fault);
  if (step.do === 'wait') return clock.step(step.ms);
  if (step.do === 'deliver') return deliver(model, step.works, received);
  const asked = { ...order, authId: `ses_${step.session}` };
  const trouble = model.trouble();
  const { id } = model.provision(asked);
  if (step.do === 'act') return [trouble, model.act(id, step.action)];
  if (step.do === 'devices') return [trouble, model.setDevices(id, 1, [])];
  return [trouble, step.do === 'release' ? model.release(id) : id];
}

function deliver(model: LdsModel, works: Works, received: LdsEvent[]): unknown {
  const due = model.dueEvents();
  for (const [at, outgoing] of due.entries()) {
    if (works === 'all' || (works === 'some' && at % 2 === 1)) {
      received.push(outgoing.event);
      model.acknowledged(outgoing);
    } else model.notAcknowledged(outgoing, 'no answer');
  }
  return due;
}

/** Runs a script, restarting the model after every step when asked to; every answer and the last state. */
function run(script: readonly Step[], restarts: boolean): { answers: unknown[]; state: unknown; received: LdsEvent[] } {
  const world: World = { clock: new FakeClock(), received: [] };
  const random = new SeededRandom(7);
  let model = new LdsModel({ clock: world.clock, random });
  const answers = script.map((step) => {
    world.clock.step(1);
    const answer = plain(take(step, model, world));
    if (restarts) model = new LdsModel({ clock: world.clock, random, saved: plain(model) });
    return answer;
  });
  for (let round = 0; model.toJSON().outbox.length > 0 && round < 500; round += 1) {
    world.clock.step(60_000);
    deliver(model, 'all', world.received);
  }
  return { answers, state: plain(model), received: world.received };
}

function firstSeen(events: readonly LdsEvent[]): LdsEvent[] {
  return events.filter(({ id }, at) => events.findIndex((other) => other.id === id) === at);
}

test('whatever happens, a restart in between cannot be told from none', () => {
  fc.assert(
    fc.property(steps([...harmless, ...reordering]), (script) => {
      expect(run(script, true)).toEqual(run(script, false));
    }),
  );
});

test('whatever fails, each event arrives, and those of one session in their order', () => {
  fc.assert(
    fc.property(steps(harmless), (script) => {
      const { received, state } = run(script, true);
      const distinct = firstSeen(received);
      expect(state).toMatchObject({ outbox: [], effects: { eventsQueued: distinct.length } });
      for (const name of new Set(distinct.map(({ subject }) => subject))) {
        const seen = distinct.filter(({ subject }) => subject === name).map(({ time }) => time);
        expect(seen).toEqual(seen.toSorted());
      }
    }),
  );
});

test('events that overtake each other still all arrive', () => {
  fc.assert(
    fc.property(steps([...harmless, ...reordering]), (script) => {
      const { received, state } = run(script, true);
      expect(state).toMatchObject({ outbox: [], effects: { eventsQueued: firstSeen(received).length } });
    }),
  );
});

test('with the fault armed, an event is overtaken by the next one of its session', () => {
  const { clock, model } = open();
  const { id } = model.provision({ ...order, authId: 'a' });
  model.arm({ kind: 'event-out-of-order' });
  model.act(id, 'start');
  model.act(id, 'pause');
  clock.step(5000);
  const received: LdsEvent[] = [];
  for (let round = 0; round < 2; round += 1) deliver(model, 'all', received);
  expect(received.map(({ data }) => data.state)).toEqual(['PAUSED', 'RUNNING']);
});
