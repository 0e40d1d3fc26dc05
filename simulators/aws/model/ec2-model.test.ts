import type { FakeClock } from '@lcm/core/kernel';
import type { InstanceState } from '@lcm/core/ports/instances';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEc2, anOrder, launched, minute, region, type World } from '../testing/an-ec2.ts';
import { Ec2Error } from './ec2-error.ts';
import type { Ec2Model } from './ec2-model.ts';
import { instanceTransitions } from './lifecycle.ts';

const stateOf = (model: Ec2Model, id: string): InstanceState | undefined =>
  model.truth.find((one) => one.id === id)?.state;

type Step =
  | { readonly do: 'launch'; readonly token: string; readonly type: string }
  | { readonly do: 'start' | 'stop' | 'terminate' | 'outside' | 'tag'; readonly nth: number }
  | { readonly do: 'wait'; readonly ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('launch' as const),
      token: fc.constantFrom('w-1:1', 'w-1:2', 'w-2:1'),
      type: fc.constantFrom('m5zn.metal', 'c5.2xlarge', 'm5zn.stuck', 'm5zn.dies', 'm5zn.impaired'),
    }),
    fc.record({ do: fc.constantFrom('start', 'stop', 'terminate', 'outside', 'tag'), nth: fc.nat(3) }),
    fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.nat(2000), fc.nat(10 * minute), fc.nat(90 * minute)),
    }),
  ),
  { maxLength: 40 },
);

function take(step: Step, { model, clock }: Pick<World, 'model' | 'clock'>): void {
  try {
    act(step, model, clock);
  } catch (error) {
    if (!(error instanceof Ec2Error)) throw error;
  }
}

function act(step: Step, model: Ec2Model, clock: FakeClock): void {
  if (step.do === 'wait') return clock.step(step.ms);
  if (step.do === 'launch') {
    model.runInstances(region, anOrder({ token: step.token, instanceType: step.type }));
    return;
  }
  const id = model.truth[step.nth]?.id ?? 'i-00000000';
  const target = { region, ids: [id] };
  const orders = {
    start: () => model.startInstances(target),
    stop: () => model.stopInstances(target),
    terminate: () => model.terminateInstances(target),
    outside: () => model.terminateFromOutside(id),
    tag: () => model.changeTags(target, 'CreateTags', (tags) => ({ ...tags, at: String(clock.now()) })),
  };
  orders[step.do]();
}

/** Whether one state can follow from another, directly or by way of others. */
function canBecome(from: InstanceState, to: InstanceState, tried: readonly InstanceState[] = []): boolean {
  if (from === to) return true;
  const next: readonly InstanceState[] = instanceTransitions[from];
  return next.some((state) => !tried.includes(state) && canBecome(state, to, [...tried, from]));
}

describe('whatever is asked, whenever', () => {
  test('instances only move as their lifecycle allows', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const world = anEc2();
        for (const step of script) {
          const before = new Map(world.model.truth.map(({ id, state }) => [id, state]));
          take(step, world);
          const illegal = world.model.truth.filter(({ id, state }) => !canBecome(before.get(id) ?? 'pending', state));
          expect(illegal).toEqual([]);
        }
      }),
    );
  });

  test('a token makes at most one instance, and each ends at most once', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const world = anEc2();
        for (const step of script) take(step, world);
        const { launches, terminations } = world.model.effects;
        for (const count of [...Object.values(launches), ...Object.values(terminations)]) expect(count).toBe(1);
      }),
    );
  });

  test('a restart changes nothing that anybody can see, now or later', () => {
    fc.assert(
      fc.property(steps, fc.nat(40 * minute), (script, later) => {
        const { clock, model, restart } = anEc2();
        for (const step of script) take(step, { clock, model });
        const restarted = restart();
        for (const wait of [0, 500, later]) {
          clock.step(wait);
          expect(restarted.truth).toEqual(model.truth);
          expect(restarted.describeInstances({ region, ids: [] })).toEqual(
            model.describeInstances({ region, ids: [] }),
          );
        }
        expect(restarted.toJSON()).toEqual(JSON.parse(JSON.stringify(model)));
      }),
    );
  });

  test('no two instances that run have one address', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const world = anEc2();
        for (const step of script) take(step, world);
        const addresses = world.model.truth.flatMap(({ address }) => address ?? []);
        expect(new Set(addresses).size).toBe(addresses.length);
      }),
    );
  });
});

describe('a launch', () => {
  test('takes bare metal 5 to 15 minutes until its checks pass, nearly always', () => {
    const { clock, model } = anEc2({ vcpuLimit: Number.MAX_SAFE_INTEGER });
    const count = 500;
    for (let n = 0; n < count; n++) launched(model, { token: `t-${n}` });
    const ready = (): number => model.truth.filter(({ checks }) => checks.instance === 'ok').length;
    clock.step(5 * minute);
    expect(ready() / count).toBeLessThan(0.05);
    clock.step(10 * minute);
    expect(ready() / count).toBeGreaterThan(0.95);
  });

  test('is refused with the same token and other parameters, also after a restart', () => {
    const { model, restart } = anEc2();
    const id = launched(model);
    for (const one of [model, restart()]) {
      expect(launched(one)).toBe(id);
      expect(() => launched(one, { tags: { a: 'b' } })).toThrow(new Ec2Error('IdempotentParameterMismatch'));
    }
  });

  test('is refused beyond the vCPUs of the account, and so is a start', () => {
    const { model, clock } = anEc2({ vcpuLimit: 96 });
    const first = launched(model, { token: '1' });
    launched(model, { token: '2' });
    expect(() => launched(model, { token: '3' })).toThrow(new Ec2Error('VcpuLimitExceeded'));
    clock.step(10 * minute);
    model.stopInstances({ region, ids: [first] });
    clock.step(30 * minute);
    launched(model, { token: '3' });
    expect(() => model.startInstances({ region, ids: [first] })).toThrow(new Ec2Error('VcpuLimitExceeded'));
  });

  test('can be stuck, impaired or dead, as wished or by its type', () => {
    const { model, clock } = anEc2();
    model.faults.add({ kind: 'boot', outcome: 'dies', count: 1 });
    const [dead, stuck, impaired] = [
      launched(model, { token: '1' }),
      launched(model, { token: '2', instanceType: 'm5zn.stuck' }),
      launched(model, { token: '3', instanceType: 'm5zn.impaired' }),
    ];
    clock.step(30 * minute);
    expect(model.truth.find(({ id }) => id === dead)).toMatchObject({
      state: 'terminated',
      stateReason: 'Server.InternalError',
    });
    expect(stateOf(model, stuck)).toBe('pending');
    expect(model.truth.find(({ id }) => id === impaired)?.checks).toEqual({ system: 'ok', instance: 'impaired' });
  });

  test('fails by itself as often as the settings say', () => {
    const { model, clock } = anEc2({ failingLaunches: 0.5, vcpuLimit: Number.MAX_SAFE_INTEGER });
    const ids = Array.from({ length: 200 }, (_, n) => launched(model, { token: `t-${n}` }));
    clock.step(10 * minute);
    const failed = ids.filter((id) => stateOf(model, id) === 'terminated').length;
    expect(failed).toBeGreaterThan(70);
    expect(failed).toBeLessThan(130);
  });
});

describe('reads', () => {
  test('see a write only after its lag, and the writer sees it at once', () => {
    const { model, clock } = anEc2({ readLag: { medianMs: 1000, sigma: 0 } });
    const id = launched(model);
    expect(model.describeInstances({ region, ids: [] })).toEqual([]);
    expect(() => model.describeInstances({ region, ids: [id] })).toThrow(/do not exist/);
    clock.step(1000);
    expect(model.describeInstances({ region, ids: [id] })).toMatchObject([{ id, state: 'pending' }]);
    const [change] = model.terminateInstances({ region, ids: [id] });
    expect(change).toMatchObject({ before: { state: 'pending' }, after: { state: 'shutting-down' } });
    expect(model.describeInstances({ region, ids: [id] })).toMatchObject([{ state: 'pending' }]);
    clock.step(1000);
    expect(model.describeInstances({ region, ids: [id] })).toMatchObject([{ state: 'shutting-down' }]);
  });

  test('lag longer when told to', () => {
    const { model, clock } = anEc2();
    model.faults.add({ kind: 'lag', ms: 5 * minute, actions: ['RunInstances'], count: 1 });
    launched(model);
    clock.step(4 * minute);
    expect(model.describeInstances({ region, ids: [] })).toEqual([]);
    clock.step(minute);
    expect(model.describeInstances({ region, ids: [] })).toHaveLength(1);
  });

  test('show a terminated instance for an hour, however fast the rest goes', () => {
    const { model, clock } = anEc2({ speed: 1000 });
    const id = launched(model);
    model.terminateInstances({ region, ids: [id] });
    clock.step(59 * minute);
    expect(model.describeInstances({ region, ids: [] })).toMatchObject([{ id, state: 'terminated' }]);
    clock.step(2 * minute);
    expect(model.describeInstances({ region, ids: [] })).toEqual([]);
    expect(() => launched(model)).toThrow(new Ec2Error('IdempotentInstanceTerminated'));
    expect(model.effects.launches).toEqual({ 'w-1:1': 1 });
  });
});
