import { test as define, describe, expect } from 'vitest';
import { Cloud, type InstancesHarness } from './contract-cloud.ts';
import { type Deviations, type Open, opening, type Promised, promising } from './contract-deviations.ts';
import { discovering } from './contract-discovery.ts';
import { monitoring, places } from './contract-places.ts';
import { nobody, refusals, tagging } from './contract-refusals.ts';
import type { InstancesQuery, SeenInstance } from './index.ts';

export type { InstancesHarness } from './contract-cloud.ts';
export type { Deviations } from './contract-deviations.ts';

/** What every `Instances` adapter promises; each adapter's test file calls this once a cloud. */
export function instancesContract(
  name: string,
  open: () => Promise<InstancesHarness>,
  deviations: Deviations = {},
): void {
  describe(`Instances: ${name}`, () => {
    const cloud = opening(open, (harness) => new Cloud(harness));
    const { promise, unpromised } = promising(define, deviations);
    for (const promises of [
      launching,
      oneInstancePerToken,
      listing,
      discovering,
      lifecycle,
      refusals,
      tagging,
      places,
      monitoring,
    ]) {
      promises(promise, cloud);
    }
    define('whatever a cloud is known to do otherwise is promised here', () => {
      expect(unpromised()).toEqual([]);
    });
  });
}

function launching(test: Promised, open: Open): void {
  test('a launch answers with the pending instance it made', async () => {
    const { instances, harness, launch } = await open();
    const launched = await launch('w-1:1', { purpose: 'lab' });
    expect(launched).toMatchObject({
      region: harness.region,
      state: 'pending',
      token: 'w-1:1',
      instanceType: harness.request.instanceType,
      tags: { purpose: 'lab' },
    });
    expect(await instances.list({ region: harness.otherRegion })).toEqual([]);
  });

  test('launching again with one token gives the same instance', async () => {
    const { launch, eventually, instances, region } = await open();
    const first = await launch('w-1:1');
    const second = await launch('w-1:1');
    const both = await Promise.all([launch('w-1:1'), launch('w-1:1')]);
    expect([second, ...both].map(({ id }) => id)).toEqual([first.id, first.id, first.id]);
    const all = await eventually(
      async () => instances.list({ region }),
      (found) => found.length > 0,
    );
    expect(all.map(({ id }) => id)).toEqual([first.id]);
  });

  test('launches at the same time with one token give one instance', async () => {
    const { launch } = await open();
    const all = await Promise.all([launch('w-1:1'), launch('w-1:1'), launch('w-1:1')]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  });

  test('other tokens give other instances', async () => {
    const { launch } = await open();
    const [first, second] = [await launch('w-1:1'), await launch('w-1:2')];
    expect(second.id).not.toBe(first.id);
  });
}

function oneInstancePerToken(test: Promised, open: Open): void {
  test('a token stays with its instance when other parameters come with it', async () => {
    const { launch, becomes, instances, harness, region } = await open();
    const first = await launch('w-1:1', { purpose: 'lab' });
    await becomes(first.id, 'running');
    const request = { ...harness.request, region, token: 'w-1:1', tags: {}, instanceType: harness.otherType };
    expect((await instances.launch(request)).id).toBe(first.id);
  });

  test('a token stays with its instance when that has ended', async () => {
    const { launch, becomes, instances, region } = await open();
    const first = await launch('w-1:1');
    await becomes(first.id, 'running');
    await instances.terminate(region, first.id);
    await becomes(first.id, 'terminated');
    const again = await launch('w-1:1');
    expect(again).toMatchObject({ id: first.id, state: 'terminated' });
  });

  test('what was launched is listed by its token, taken literally', async () => {
    const { launch, becomes, instances, region } = await open();
    const [one, two] = [await launch('w-1:1'), await launch('w-2:1')];
    await Promise.all([one, two].map(async ({ id }) => becomes(id, 'running')));
    expect(ids(await instances.list({ region, token: 'w-2:1' }))).toEqual([two.id]);
    expect(await instances.list({ region, token: 'w-2:1', ids: [one.id] })).toEqual([]);
    expect(await instances.list({ region, token: 'w-9:1' })).toEqual([]);
    expect(await instances.list({ region, token: 'w-?:1' })).toEqual([]);
  });
}

function listing(test: Promised, open: Open): void {
  test('what was launched is listed in the end, by id, tags and region', async () => {
    const { launch, eventually, instances, region } = await open();
    const one = await launch('w-1:1', { worker: 'w-1', purpose: 'lab' });
    const two = await launch('w-2:1', { worker: 'w-2', purpose: 'lab' });
    await eventually(
      async () => instances.list({ region }),
      (found) => found.length === 2,
    );
    const idsOf = async (query: Omit<InstancesQuery, 'region'>): Promise<readonly string[]> =>
      ids(await instances.list({ region, ...query }));
    expect(await idsOf({ ids: [one.id] })).toEqual([one.id]);
    expect(await idsOf({ ids: [two.id, one.id] })).toEqual(ids([one, two]));
    expect(await idsOf({ tags: { worker: 'w-1' } })).toEqual([one.id]);
    expect(await idsOf({ tags: { purpose: 'lab' } })).toEqual(ids([one, two]));
    expect(await idsOf({ tags: { purpose: 'lab', worker: 'w-2' } })).toEqual([two.id]);
    expect(await idsOf({ ids: [one.id], tags: { worker: 'w-2' } })).toEqual([]);
  });

  test('ids that nobody has are left out, and no ids find nothing', async () => {
    const { launch, becomes, instances, region } = await open();
    const { id } = await launch('w-1:1');
    await becomes(id, 'running');
    expect(ids(await instances.list({ region, ids: [nobody, id] }))).toEqual([id]);
    expect(await instances.list({ region, ids: [] })).toEqual([]);
  });

  test('tag values are taken literally', async () => {
    const { launch, eventually, instances, region } = await open();
    const odd = { note: 'a*b?c\\d & <e> "f" \u00fc' };
    const { id } = await launch('w-1:1', odd);
    await launch('w-1:2', { note: 'aXbYc' });
    const [found] = await eventually(
      async () => instances.list({ region, tags: odd }),
      (seen) => seen.length > 0,
    );
    expect(found).toMatchObject({ id, tags: odd });
    expect(await instances.list({ region, tags: { note: 'a*' } })).toEqual([]);
  });

  test('a list is whole, however many pages it takes', async () => {
    const { launch, eventually, instances, region } = await open();
    const tokens = Array.from({ length: 7 }, (_, n) => `w-${n}:1`);
    const launched = await Promise.all(tokens.map(async (token) => launch(token, { fleet: 'exam' })));
    const query = { region, tags: { fleet: 'exam' } };
    const found = await eventually(
      async () => instances.list(query),
      (seen) => seen.length === 7,
    );
    expect(ids(found)).toEqual(ids(launched));
    expect(ids(await instances.list({ region, ids: launched.map(({ id }) => id) }))).toEqual(ids(launched));
  });
}

function lifecycle(test: Promised, open: Open): void {
  test('an instance boots, has an address and passes its checks', async () => {
    const { launch, becomes, passes, instances, region } = await open();
    const { id } = await launch('w-1:1');
    const running = await becomes(id, 'running');
    expect(running.publicIp).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(running.privateIp).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(await passes(id)).toEqual({ id, system: 'ok', instance: 'ok' });
    expect(await instances.checks(region, [nobody, id])).toEqual([{ id, system: 'ok', instance: 'ok' }]);
    expect(await instances.checks(region, [])).toEqual([]);
  });

  test('an instance that boots has no checks', async () => {
    const { launch, instances, region } = await open();
    const { id } = await launch('w-1:1');
    expect(await instances.checks(region, [id])).toEqual([]);
  });

  test('an instance that has stopped has no checks', async () => {
    const { launch, becomes, instances, region } = await open();
    const { id } = await launch('w-1:1');
    await becomes(id, 'running');
    await instances.stop(region, id);
    await becomes(id, 'stopped');
    expect(await instances.checks(region, [id])).toEqual([]);
  });

  test('it stops and starts, and each may be asked twice', async () => {
    const { launch, becomes, instances, region } = await open();
    const { id } = await launch('w-1:1');
    await becomes(id, 'running');
    await instances.start(region, id);
    await instances.stop(region, id);
    await instances.stop(region, id);
    const stopped = await becomes(id, 'stopped');
    expect(stopped).toMatchObject({ publicIp: undefined, stateReason: 'Client.UserInitiatedShutdown' });
    await instances.stop(region, id);
    await instances.start(region, id);
    await instances.start(region, id);
    expect((await becomes(id, 'running')).token).toBe('w-1:1');
  });

  test('terminating is final and may be asked twice, whatever the instance does', async () => {
    const { launch, becomes, instances, region } = await open();
    const { id: booting } = await launch('w-1:1');
    await instances.terminate(region, booting);
    await instances.terminate(region, booting);
    const { id: stopped } = await launch('w-2:1');
    await becomes(stopped, 'running');
    await instances.stop(region, stopped);
    await becomes(stopped, 'stopped');
    await instances.terminate(region, stopped);
    await Promise.all([booting, stopped].map(async (id) => becomes(id, 'terminated')));
    await instances.terminate(region, stopped);
    expect((await becomes(stopped, 'terminated')).stateReason).toBe('Client.UserInitiatedShutdown');
  });

  test('a terminated instance is shown for a while and then no more', async () => {
    const { launch, becomes, eventually, instances, region } = await open();
    const { id } = await launch('w-1:1');
    await becomes(id, 'running');
    await instances.terminate(region, id);
    await becomes(id, 'terminated');
    const gone = await eventually(
      async () => instances.list({ region, ids: [id] }),
      (found) => found.length === 0,
    );
    expect(gone).toEqual([]);
  });
}

function ids(instances: readonly SeenInstance[]): readonly string[] {
  return instances.map(({ id }) => id).toSorted();
}
