import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { FolderContentSource } from '@lcm/core/adapters/content-source/folder-content-source';
import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { FakeClock } from '@lcm/core/kernel';
import type { ContentSource } from '@lcm/core/ports/content-source';
import { expect, test } from 'vitest';
import { syncContent } from './sync-content.ts';

const examples = new URL('../../../content', import.meta.url).pathname;

function deps(source: ContentSource): Parameters<typeof syncContent>[0] & { controlPlane: MemoryControlPlane } {
  return {
    source,
    blobs: new MemoryBlobs(),
    controlPlane: new MemoryControlPlane(new FakeClock()),
    leadership: { fence: () => ({ election: 'lablet-controller', token: 1 }), mayAct: () => true },
    gradesOutside: true,
  };
}

test('every package of the folder is published with its needs and ports', async () => {
  const world = deps(new FolderContentSource(examples));
  const report = await syncContent(world);
  expect(report.faults).toEqual([]);
  expect(report.published.length).toBeGreaterThan(5);
  expect(world.controlPlane.sent.map(({ name }) => name)).toContain('PublishDefinition');
  expect((await syncContent(world)).unchanged).toBe(report.published.length);
});

test('a package with a fault is left out, says where it is wrong, and stops no other', async () => {
  const good = await new FolderContentSource(examples).list();
  const bad = { name: 'bad', hash: '', files: new Map([['package.yaml', 'format: nothing']]) };
  const report = await syncContent(deps({ place: 'a list', list: async () => [bad, ...good.slice(0, 1)] }));
  expect(report).toMatchObject({
    published: [expect.any(String)],
    faults: [{ folder: 'bad', file: 'package.yaml:1' }],
  });
});

async function gradedOutside(engine: string): Promise<ContentSource> {
  const [any] = await new FolderContentSource(examples).list();
  if (any === undefined) throw new Error('there are no examples');
  const manifest = `${any.files.get('package.yaml')}\ngradingEngine: ${engine}\n`;
  return {
    place: 'a list',
    list: async () => [{ ...any, files: new Map([...any.files, ['package.yaml', manifest]]) }],
  };
}

test('a package says which engine grades it, and the definition has it', async () => {
  const world = deps(await gradedOutside('external'));
  expect(await syncContent(world)).toMatchObject({ published: [expect.any(String)], faults: [] });
  expect([...world.controlPlane.definitions.values()]).toMatchObject([{ gradingEngine: 'external' }]);
});

test('a package for the engine outside is left out where there is none', async () => {
  const world = { ...deps(await gradedOutside('external')), gradesOutside: false };
  const { published, faults } = await syncContent(world);
  expect(published).toEqual([]);
  expect(faults).toMatchObject([
    { file: 'package.yaml', message: expect.stringMatching(/none is set up here \(GRADING_ENGINE_URL\)/) },
  ]);
});

test('an engine that nobody knows is refused at its line', async () => {
  const { faults } = await syncContent(deps(await gradedOutside('scantron')));
  expect(faults).toMatchObject([
    {
      file: expect.stringMatching(/^package\.yaml:\d+$/),
      message: expect.stringMatching(/is no grading engine: built-in or external/),
    },
  ]);
});
