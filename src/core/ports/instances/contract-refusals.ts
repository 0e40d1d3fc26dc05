import { expect } from 'vitest';
import type { Open, Promised } from './contract-deviations.ts';
import { InstancesError, type InstancesErrorCode, instanceId } from './index.ts';

export const nobody = instanceId('i-0000000000000dead');

/** What is refused, and with which code. */
export function refusals(test: Promised, open: Open): void {
  test('what does not exist is not found', async () => {
    const { instances, region, harness, launch, becomes } = await open();
    expect(await refusal(instances.start(region, nobody))).toBe('not-found');
    expect(await refusal(instances.stop(region, nobody))).toBe('not-found');
    expect(await refusal(instances.terminate(region, nobody))).toBe('not-found');
    const { id } = await launch('w-1:1');
    await becomes(id, 'running');
    expect(await refusal(instances.stop(harness.otherRegion, id))).toBe('not-found');
  });

  test('what contradicts the present course is refused for its state', async () => {
    const { instances, region, launch, becomes } = await open();
    const { id } = await launch('w-1:1');
    await becomes(id, 'running');
    await instances.stop(region, id);
    expect(await refusal(instances.start(region, id))).toBe('wrong-state');
    await instances.terminate(region, id);
    expect(await refusal(instances.start(region, id))).toBe('wrong-state');
    expect(await refusal(instances.stop(region, id))).toBe('wrong-state');
  });

  test('what has ended neither starts nor stops', async () => {
    const { instances, region, launch, becomes } = await open();
    const { id } = await launch('w-1:1');
    await becomes(id, 'running');
    await instances.terminate(region, id);
    await becomes(id, 'terminated');
    expect(await refusal(instances.start(region, id))).toBe('wrong-state');
    expect(await refusal(instances.stop(region, id))).toBe('wrong-state');
  });

  test('a launch that can never work says so, and makes nothing', async () => {
    const { instances, region, harness } = await open();
    const good = { ...harness.request, region, tags: {}, token: 'w-1:1' };
    expect(await refusal(instances.launch({ ...good, instanceType: 'm5zn.imaginary' }))).toBe('invalid-parameter');
    expect(await refusal(instances.launch({ ...good, imageName: 'no-such-image-*' }))).toBe('invalid-parameter');
    expect(await refusal(instances.launch({ ...good, imageId: 'ami-0123456789abcdef0' }))).toBe('invalid-parameter');
    await harness.settle();
    expect(await instances.list({ region })).toEqual([]);
  });

  test('a token of more than 64 characters is refused', async () => {
    const { launch } = await open();
    expect(await refusal(launch('x'.repeat(65)))).toBe('invalid-parameter');
  });

  test('a refused launch leaves its token free', async () => {
    const { instances, region, harness, launch } = await open();
    const bad = { ...harness.request, region, tags: {}, token: 'w-1:1', instanceType: 'm5zn.imaginary' };
    expect(await refusal(instances.launch(bad))).toBe('invalid-parameter');
    expect(await launch('w-1:1')).toMatchObject({ state: 'pending', token: 'w-1:1' });
  });
}

export function tagging(test: Promised, open: Open): void {
  test('tags are added and overwritten, and show in the end', async () => {
    const { instances, region, launch, eventually } = await open();
    const { id } = await launch('w-1:1', { keep: '1', change: '1' });
    await instances.tag(region, id, { change: '2', add: '' });
    await instances.tag(region, id, {});
    const [found] = await eventually(
      async () => instances.list({ region, ids: [id] }),
      ([one]) => one?.tags['change'] === '2',
    );
    expect(found?.tags).toEqual({ keep: '1', change: '2', add: '' });
  });

  test('a fifty-first tag is refused, at launch and later, and changes nothing', async () => {
    const { instances, region, launch, becomes } = await open();
    expect(await refusal(launch('w-1:1', manyTags(51)))).toBe('tag-limit');
    const { id } = await launch('w-2:1', manyTags(50));
    expect(await refusal(instances.tag(region, id, { 'one-more': '' }))).toBe('tag-limit');
    await instances.tag(region, id, { 'tag-0': 'overwritten' });
    expect(Object.keys((await becomes(id, 'running')).tags)).toHaveLength(50);
  });

  test('tags are removed by their keys, once or twice, and others stay', async () => {
    const { instances, region, launch, eventually } = await open();
    const { id } = await launch('w-1:1', { keep: '1', remove: '2' });
    await instances.untag(region, id, ['remove', 'never-there']);
    await instances.untag(region, id, ['remove']);
    await instances.untag(region, id, []);
    const [found] = await eventually(
      async () => instances.list({ region, ids: [id] }),
      ([one]) => one !== undefined && !('remove' in one.tags),
    );
    expect(found?.tags).toEqual({ keep: '1' });
  });

  test('what does not exist takes no tags', async () => {
    const { instances, region } = await open();
    expect(await refusal(instances.tag(region, nobody, { a: 'b' }))).toBe('not-found');
  });

  test('what does not exist has no tags to remove and is not measured', async () => {
    const { instances, region } = await open();
    expect(await refusal(instances.untag(region, nobody, ['a']))).toBe('not-found');
    expect(await refusal(instances.monitor(region, nobody, true))).toBe('not-found');
  });

  test('reserved tag keys are refused', async () => {
    const { instances, region, launch } = await open();
    const { id } = await launch('w-1:1');
    expect(await refusal(instances.tag(region, id, { 'aws:name': 'x' }))).toBe('invalid-parameter');
  });
}

/** With which code a call is refused; `undefined` when it is not. */
export async function refusal(call: Promise<unknown>): Promise<InstancesErrorCode | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof InstancesError) return error.code;
    throw error;
  }
}

function manyTags(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`tag-${n}`, String(n)]));
}
