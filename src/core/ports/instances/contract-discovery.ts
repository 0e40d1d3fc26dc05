import { expect } from 'vitest';
import type { Open, Promised } from './contract-deviations.ts';
import type { SeenInstance } from './index.ts';

/** What is needed to find what others have launched. */
export function discovering(test: Promised, open: Open): void {
  test('images are found by a pattern of their name, each once, the newest first', async () => {
    const { instances, region, harness } = await open();
    const found = await instances.images(region, harness.request.imageName);
    const prefix = harness.request.imageName.replace(/\*.*$/, '');
    expect(found.length).toBeGreaterThan(0);
    for (const { name, owner } of found) expect([name.startsWith(prefix), owner]).toEqual([true, expect.any(String)]);
    expect(found).toEqual(found.toSorted((a, b) => b.createdAt - a.createdAt));
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    expect(await instances.images(region, 'no-such-image-*')).toEqual([]);
  });

  test('a pattern that many images fit finds them all, however many pages it takes', async () => {
    const { instances, region, harness } = await open();
    const all = await instances.images(region, '*');
    const some = await instances.images(region, harness.request.imageName);
    expect(all.length).toBeGreaterThanOrEqual(some.length);
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(some.map(({ id }) => id)));
  });

  test('instances are listed by their image, and by tags that they carry whatever those say', async () => {
    const { launch, eventually, instances, region } = await open();
    const one = await launch('w-1:1', { 'found:by': 'w-1', purpose: 'lab' });
    const two = await launch('w-2:1', { purpose: 'lab' });
    const { imageId } = one;
    const byImage = async (...imageIds: string[]): Promise<readonly SeenInstance[]> =>
      instances.list({ region, imageIds });
    const both = await eventually(
      async () => byImage(imageId),
      (found) => found.length === 2,
    );
    expect(idsOf(both)).toEqual([one.id, two.id].toSorted());
    expect(idsOf(await byImage('ami-00000000000000bad', imageId))).toEqual(idsOf(both));
    expect(await byImage('ami-00000000000000bad')).toEqual([]);
    expect(await byImage()).toEqual([]);
    expect(idsOf(await instances.list({ region, tagKeys: ['found:by'] }))).toEqual([one.id]);
    expect(await instances.list({ region, tagKeys: ['found:by', 'nobody'] })).toEqual([]);
    expect(await instances.list({ region, tagKeys: ['found:*'] })).toEqual([]);
    expect(idsOf(await instances.list({ region, imageIds: [imageId], ids: [two.id] }))).toEqual([two.id]);
  });
}

function idsOf(found: readonly SeenInstance[]): readonly string[] {
  return found.map(({ id }) => id).toSorted();
}
