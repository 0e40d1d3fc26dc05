import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { FolderContentSource } from '@lcm/core/adapters/content-source/folder-content-source';
import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { type Clock, FakeClock } from '@lcm/core/kernel';
import { type ContentSource, ContentSourceError } from '@lcm/core/ports/content-source';
import { ControlPlaneError } from '@lcm/core/ports/control-plane';
import { describe, expect, test } from 'vitest';
import { syncContent } from './sync-content.ts';

const examples = new URL('../../../content', import.meta.url).pathname;

function deps(source: ContentSource): Parameters<typeof syncContent>[0] & { controlPlane: MemoryControlPlane } {
  const clock = new FakeClock();
  return {
    source,
    clock,
    blobs: new MemoryBlobs(),
    controlPlane: new MemoryControlPlane(clock),
    leadership: { fence: () => ({ election: 'lablet-controller', token: 1 }), mayAct: () => true },
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
    faults: [{ folder: 'bad', message: expect.stringMatching(/^package\.yaml:1: .*, and \d+ more$/) }],
  });
});

/** What is in the source, to be changed while a test goes on. */
async function aSource() {
  const examples4 = (await new FolderContentSource(examples).list()).slice(0, 4);
  const folders = [...examples4];
  const source = { place: 's3://labs/packages', list: async () => [...folders] };
  const edit = (index: number, files: Readonly<Record<string, string>>): void => {
    const { name, files: before } = folders[index] ?? raise();
    const hash = `${Object.values(files).join().length}`;
    folders[index] = { name, hash, files: new Map([...before, ...Object.entries(files)]) };
  };
  return { source, folders, edit };
}

/** Of the last command before it the answer is lost: what that did is done. */
class Dying extends MemoryControlPlane {
  #left: number;

  constructor(clock: Clock, left: number) {
    super(clock);
    this.#left = left;
  }

  override async send(...asked: Parameters<MemoryControlPlane['send']>): ReturnType<MemoryControlPlane['send']> {
    const answer = await super.send(...asked);
    this.#left -= 1;
    if (this.#left === 0) throw new ControlPlaneError('killed');
    return answer;
  }
}

function raise(): never {
  throw new Error('there is no such folder');
}

function recorded({ controlPlane }: { readonly controlPlane: MemoryControlPlane }) {
  const [source] = controlPlane.contents.all();
  return source ?? raise();
}

describe('what a source is known by', () => {
  test('names each package with its version, hash and what became of it, and a run that found nothing new is no commit', async () => {
    const { source } = await aSource();
    const world = deps(source);
    await syncContent(world);
    const { packages, runs } = recorded(world);
    expect(packages.map(({ result }) => result)).toEqual(Array(4).fill('published'));
    expect(packages.map(({ version }) => version)).toContain('1.0.1');
    expect(runs).toMatchObject([{ outcome: 'done', summary: '4 published' }]);
    const sent = world.controlPlane.sent.length;
    expect(await syncContent(world)).toMatchObject({ published: [], unchanged: 4 });
    expect(world.controlPlane.sent).toHaveLength(sent);
  });

  test('tells what changed, what has faults at which lines, and what is not there any more; and deletes nothing', async () => {
    const { source, folders, edit } = await aSource();
    const world = deps(source);
    await syncContent(world);
    edit(0, { 'tasks.md': '# Other tasks' });
    edit(1, { 'cml.yaml': 'lab:\n  version: 7\nnodes: 3\n' });
    const [gone] = folders.splice(3, 1);
    await syncContent(world);
    const { packages, runs } = recorded(world);
    expect(packages.map(({ result }) => result)).toEqual(['published', 'refused', 'published', 'vanished']);
    expect(packages[0]?.log).toHaveLength(2);
    expect(packages[1]?.faults.length).toBeGreaterThan(0);
    expect(packages[1]?.faults.every(({ file, line }) => file === 'cml.yaml' && line !== undefined)).toBe(true);
    expect(runs[0]).toMatchObject({ outcome: 'failed', summary: '1 published, 1 refused, 1 vanished' });
    expect(world.controlPlane.definitions.size).toBe(5);
    if (gone !== undefined) folders.push(gone);
    await syncContent(world);
    expect(recorded(world).packages.map(({ result }) => result)).toEqual([
      'published',
      'refused',
      'published',
      'unchanged',
    ]);
  });

  test('is the same when a controller died in the middle of a run, and nothing is published twice', async () => {
    const { source } = await aSource();
    const whole = deps(source);
    await syncContent(whole);
    for (const lastBreath of [1, 2, 3, 4, 5]) {
      const clock = new FakeClock();
      const world = { ...deps(source), clock, controlPlane: new Dying(clock, lastBreath) };
      await expect(syncContent(world)).rejects.toThrow('killed');
      await syncContent(world);
      expect(world.controlPlane.definitions.size).toBe(4);
      expect(recorded(world).packages).toEqual(recorded(whole).packages);
    }
  });

  test('says since when it cannot be read, once, and that it can be read again', async () => {
    const { source } = await aSource();
    let isAway = false;
    const list = async () => {
      if (isAway) throw new ContentSourceError('the bucket does not answer');
      return source.list();
    };
    const world = deps({ ...source, list });
    await syncContent(world);
    isAway = true;
    for (const _ of [1, 2]) await expect(syncContent(world)).rejects.toThrow('the bucket does not answer');
    expect(recorded(world)).toMatchObject({ trouble: { message: 'the bucket does not answer' } });
    expect(recorded(world).runs).toHaveLength(2);
    expect(recorded(world).packages.map(({ result }) => result)).toEqual(Array(4).fill('published'));
    isAway = false;
    await syncContent(world);
    expect(recorded(world).trouble).toBeUndefined();
  });

  test('keeps one of two packages that want to be the same lab', async () => {
    const { source, folders } = await aSource();
    folders.push({ ...(folders[0] ?? raise()), name: 'zz-copy' });
    const world = deps(source);
    await syncContent(world);
    expect(recorded(world).packages.at(-1)).toMatchObject({
      result: 'refused',
      faults: [{ file: 'package.yaml', message: expect.stringContaining('already') }],
    });
  });
});
