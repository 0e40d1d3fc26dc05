import { describe, expect, test } from 'vitest';
import { anEc2, anOrder, launched, minute, region } from '../testing/an-ec2.ts';
import { imagesOf } from './catalog.ts';
import { Ec2Error } from './ec2-error.ts';
import type { Ec2Instance } from './instance.ts';

const instant = { readLag: { medianMs: 0, sigma: 0 } };
const [a, b, c] = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

describe('a client token', () => {
  test('counts in each zone that is named by itself, and in the region when none is', () => {
    const { model } = anEc2();
    const ids = [launched(model), launched(model, { availabilityZone: a }), launched(model, { availabilityZone: b })];
    expect(new Set(ids).size).toBe(3);
    expect(launched(model, { availabilityZone: b })).toBe(ids[2]);
    expect(model.effects.launches).toEqual({ 'w-1:1': 3 });
  });

  test('of a subnet counts in its zone', () => {
    const { model } = anEc2();
    const subnetId = 'subnet-0c0ffee0000000002';
    const id = launched(model, { subnetId });
    expect(model.truth.find((one) => one.id === id)?.availabilityZone).toBe(b);
    expect(() => launched(model, { availabilityZone: b })).toThrow(new Ec2Error('IdempotentParameterMismatch'));
    expect(() => launched(model, { subnetId: 'subnet-1' })).toThrow(/does not exist/);
  });

  test('stays with its parameters when there was no capacity, also after a restart', () => {
    const { model, restart } = anEc2();
    model.faults.add({ kind: 'no-capacity', instanceType: 'm5zn.metal' });
    expect(() => launched(model)).toThrow(new Ec2Error('InsufficientInstanceCapacity'));
    const restarted = restart();
    restarted.faults.clear();
    expect(() => launched(restarted, { instanceType: 'm5.metal' })).toThrow(
      new Ec2Error('IdempotentParameterMismatch'),
    );
    expect(launched(restarted)).toMatch(/^i-/);
  });
});

describe('capacity', () => {
  test('is wanting of one type in one zone: whoever names no zone gets another', () => {
    const { model } = anEc2();
    model.faults.add({ kind: 'no-capacity', instanceType: 'm5zn.metal', zone: a });
    model.faults.add({ kind: 'no-capacity', instanceType: 'm5zn.metal', zone: b });
    for (let n = 0; n < 5; n++) launched(model, { token: `any:${n}` });
    expect(new Set(model.truth.map(({ availabilityZone }) => availabilityZone))).toEqual(new Set([c]));
    expect(() => launched(model, { availabilityZone: a, token: 'a' })).toThrow(
      new Ec2Error('InsufficientInstanceCapacity'),
    );
    expect(launched(model, { availabilityZone: a, token: 'other', instanceType: 'm5.metal' })).toMatch(/^i-/);
  });

  test('can be wanting for a start as well', () => {
    const { model, clock } = anEc2(instant);
    const ids = [launched(model)];
    clock.step(10 * minute);
    model.stopInstances({ region, ids });
    clock.step(30 * minute);
    model.faults.add({ kind: 'no-capacity', count: 1 });
    expect(() => model.startInstances({ region, ids })).toThrow(new Ec2Error('InsufficientInstanceCapacity'));
    expect(model.startInstances({ region, ids })).toMatchObject([{ after: { state: 'pending' } }]);
  });

  test('is nowhere in a zone that does not offer the type', () => {
    const { model } = anEc2();
    const order = { instanceType: 'z1d.metal', availabilityZone: c };
    expect(() => launched(model, order)).toThrow(/not supported in us-east-1c/);
  });
});

test('a mapping under another name than the root’s makes a second disk, and the root is as its image is', () => {
  const { model } = anEc2();
  const linux = imagesOf(region).find(({ rootDevice }) => rootDevice === '/dev/xvda')?.id ?? '';
  const volume = anOrder().volume;
  launched(model, { imageId: linux, volume: { ...volume, device: '/dev/sda1' } });
  launched(model, { imageId: linux, token: 'w-2:1', volume: { ...volume, device: '/dev/xvda' } });
  expect(model.truth.map(({ volumeGiB, root }) => [volumeGiB, root?.encrypted])).toEqual([
    [16, false],
    [250, true],
  ]);
});

test('what befalls one instance shows, until it comes up on another host', () => {
  const { model, clock } = anEc2(instant);
  const ids = [launched(model)];
  const seen = (): Ec2Instance | undefined => model.describeInstances({ region, ids })[0];
  clock.step(30 * minute);
  expect(seen()?.checks).toEqual({ system: 'ok', instance: 'ok' });
  model.impair(ids[0] ?? '', { system: 'impaired' });
  model.retire(ids[0] ?? '', clock.now() + 60 * minute);
  expect(seen()).toMatchObject({
    checks: { system: 'impaired', instance: 'ok' },
    event: { code: 'instance-retirement' },
  });
  model.stopInstances({ region, ids });
  clock.step(30 * minute);
  model.startInstances({ region, ids });
  clock.step(30 * minute);
  expect(seen()?.checks).toEqual({ system: 'ok', instance: 'ok' });
  expect(seen()?.event).toBeUndefined();
  expect(() => model.impair('i-00000000', {})).toThrow(/do not exist/);
});
