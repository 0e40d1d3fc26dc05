import { ContentSources, PackageStatus, Packages } from '@lcm/core/contracts/content-source';
import { RefreshAnswer } from '@lcm/core/contracts/worker-looks';
import { contentSourceId } from '@lcm/core/domain/content';
import { aDefinitionContent } from '@lcm/core/domain/testing';
import { toIso } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const author = { role: 'lab-author', id: 'ada' } as const;
const controller = { role: 'lablet-controller' } as const;
const place = 's3://labs/packages';
const sourceId = contentSourceId(place);

const { slug, title, version, packageHash: hash } = aDefinitionContent;
const good = { folder: 'good', hash, slug, title, version, result: 'published', message: 'Version 1.0.0.', faults: [] };
const bad = {
  folder: 'bad',
  hash: 'x',
  result: 'refused',
  message: 'cml.yaml:3: no',
  faults: [{ file: 'cml.yaml', line: 3, message: 'no' }],
};

async function aPlane() {
  const world = await openTestPlane();
  await furnish(world.call);
  const report = async (fields: object) =>
    world.call('ReportContent', { place, startedAt: toIso(world.clock.now()), ...fields }, controller);
  const ran = async () => {
    const at = toIso(world.clock.now());
    const run = { startedAt: at, endedAt: at, outcome: 'done', summary: 'all as it was' };
    await world.call('ReportJob', { name: 'content-sync', run }, controller);
  };
  const ask = async (operation: string, input: object = {}) => {
    const answer = await world.call(operation, input, author);
    if (!answer.ok) throw new Error(answer.rejection.message);
    return answer.value.body;
  };
  return { ...world, report, ran, ask };
}

test('a source is shown with what became of its packages, and what was made a version is unchanged with the next run', async () => {
  const { clock, report, ran, ask } = await aPlane();
  await report({ looks: [{ ...good, definitionId: demoDefinition }, bad] });
  const [source] = ContentSources.parse(await ask('ListContentSources')).items;
  expect(source).toMatchObject({
    id: sourceId,
    kind: 'bucket',
    status: 'faults',
    packages: { published: 1, refused: 1 },
  });
  clock.step(60_000);
  await ran();
  const { items } = Packages.parse(await ask('ListPackages'));
  expect(items.map(({ folder, result, publishedVersion }) => [folder, result, publishedVersion])).toEqual([
    ['bad', 'refused', undefined],
    ['good', 'unchanged', '1.0.0'],
  ]);
  const one = PackageStatus.parse(await ask('GetPackage', { packageId: items[0]?.id }));
  expect(one).toMatchObject({ faults: [{ file: 'cml.yaml', line: 3 }], log: [{ result: 'refused' }] });
});

test('packages are asked for as every list is', async () => {
  const { call, report, ask } = await aPlane();
  await report({ looks: [good, bad] });
  const folders = async (q: string) =>
    Packages.parse(await ask('ListPackages', { q })).items.map(({ folder }) => folder);
  expect(await folders('result:refused')).toEqual(['bad']);
  expect(await folders('good faults>0')).toEqual([]);
  expect(await folders('-result:refused source:s3')).toEqual(['good']);
  expect(await call('ListPackages', { q: 'colour:red' }, author)).toMatchObject({
    rejection: { code: 'query.invalid' },
  });
  expect(await call('GetPackage', { packageId: 'pkg_none' }, author)).toMatchObject({
    rejection: { code: 'package.unknown' },
  });
});

test('authors have it read now, once, and who asks again too soon is told so', async () => {
  const { call, clock, report, ran, ask, views } = await aPlane();
  await report({ looks: [good] });
  const sync = async () => RefreshAnswer.parse(await ask('SyncContent', { sourceId }));
  expect(await sync()).toEqual({ outcome: 'requested' });
  expect(views.get('job', 'content-sync')?.state.triggeredAt).toBeDefined();
  expect(await sync()).toMatchObject({ outcome: 'skipped', reason: 'it is asked for already' });
  const { triggeredAt } = views.get('job', 'content-sync')?.state ?? {};
  const at = toIso(clock.now());
  const run = { startedAt: at, endedAt: at, outcome: 'done', summary: 'all as it was' };
  await call('ReportJob', { name: 'content-sync', run, served: triggeredAt && toIso(triggeredAt) }, controller);
  expect(await sync()).toMatchObject({ outcome: 'skipped', reason: 'it was read a moment ago' });
  clock.step(10_000);
  expect(await sync()).toEqual({ outcome: 'requested' });
  expect(await call('SyncContent', { sourceId }, { role: 'user' })).toMatchObject({
    rejection: { code: 'access.denied' },
  });
  await ran();
});

test('what is not there, nobody can have read', async () => {
  const { call } = await aPlane();
  expect(await call('SyncContent', { sourceId }, author)).toMatchObject({ rejection: { code: 'content.unknown' } });
});
