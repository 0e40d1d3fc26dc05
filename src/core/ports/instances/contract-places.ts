import { expect } from 'vitest';
import type { Open, Promised } from './contract-deviations.ts';
import { refusal } from './contract-refusals.ts';
import type { SeenInstance } from './index.ts';

/** Where instances are, and what they boot from. */
export function places(test: Promised, open: Open): void {
  test('the regions of the account are named, wherever one asks', async () => {
    const { instances, harness } = await open();
    const named = await instances.regions(harness.region);
    expect(named).toEqual(expect.arrayContaining([harness.region, harness.otherRegion]));
    expect(await instances.regions(harness.otherRegion)).toEqual(named);
    expect(named).toEqual(named.toSorted());
  });

  test('the zones that offer a type are named, and none offers what there is not', async () => {
    const { instances, harness, region } = await open();
    const zones = await instances.zones(region, harness.request.instanceType);
    expect(zones.length).toBeGreaterThan(1);
    expect(zones.every((zone) => zone.startsWith(region))).toBe(true);
    expect(zones).toEqual(zones.toSorted());
    expect(await instances.zones(region, 'm5zn.imaginary')).toEqual([]);
  });

  test('a launch that names a zone is there', async () => {
    const { instances, harness, region } = await open();
    const zone = (await instances.zones(region, harness.request.instanceType)).at(-1);
    const launched = await instances.launch({ ...harness.request, region, token: 'w-1:1', tags: {}, zone });
    expect(launched.availabilityZone).toBe(zone);
  });

  test('a launch from an image by its id asks for no name', async () => {
    const { instances, harness, region, launch } = await open();
    const { imageId } = await launch('w-1:1');
    const request = { ...harness.request, region, tags: {}, token: 'w-2:1', imageName: 'no-such-image-*' };
    expect(await instances.launch({ ...request, imageId })).toMatchObject({ imageId, token: 'w-2:1' });
    const nowhere = { ...request, token: 'w-3:1', imageId: 'ami-0000000000000dead' };
    expect(await refusal(instances.launch(nowhere))).toBe('invalid-parameter');
  });

  test('an instance tells the disk that it boots from as long as it has one', async () => {
    const { instances, region, launch, becomes } = await open();
    const { id } = await launch('w-1:1');
    const { rootVolumeId } = await becomes(id, 'running');
    expect(rootVolumeId).toMatch(/^vol-/);
    await instances.terminate(region, id);
    expect((await becomes(id, 'terminated')).rootVolumeId).toBeUndefined();
  });
}

/** How closely instances are measured. */
export function monitoring(test: Promised, open: Open): void {
  test('detailed monitoring goes on and off, and each may be asked twice', async () => {
    const { instances, region, launch, becomes, eventually } = await open();
    const { id } = await launch('w-1:1');
    expect((await becomes(id, 'running')).detailedMonitoring).toBe(false);
    const isDetailed = async (wanted: boolean): Promise<readonly SeenInstance[]> =>
      eventually(
        async () => instances.list({ region, ids: [id] }),
        ([one]) => one?.detailedMonitoring === wanted,
      );
    for (const detailed of [true, false]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await instances.monitor(region, id, detailed);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await instances.monitor(region, id, detailed);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await isDetailed(detailed)).toHaveLength(1);
    }
  });
}
