import { readFileSync } from 'node:fs';
import { DefinitionView, DefinitionViews } from '@lcm/core/contracts/definition';
import { UploadedDefinition } from '@lcm/core/contracts/lab-upload';
import { aDefinitionContent } from '@lcm/core/domain/testing';
import { describe, expect, test } from 'vitest';
import { type Call, demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const author = { role: 'lab-author', id: 'ada' } as const;
const definitionId = demoDefinition;
const yaml = readFileSync(new URL('../../../../content/vlans-two-switches/cml.yaml', import.meta.url), 'utf8');

async function aPlane() {
  const world = await openTestPlane();
  await furnish(world.call);
  const order = async (operation: string, input: object = {}) =>
    world.call(operation, { definitionId, ...input }, author);
  const definition = () => world.views.get('definition', definitionId)?.state;
  /** Nobody schedules here: the wait for the verdict runs out as soon as it has begun. */
  const book = async (operation = 'BookSession', input: object = {}) => {
    const state = { isAnswered: false };
    const answer = world.call(operation, { definitionId, durationMinutes: 30, ...input }).finally(() => {
      state.isAnswered = true;
    });
    while (!state.isAnswered) {
      await new Promise((resolve) => setImmediate(resolve));
      world.clock.step(2_000);
    }
    const { value } = Object(await answer);
    return String(Object(value?.body).id);
  };
  return { ...world, order, definition, book };
}

async function listed(call: Call, input: object = {}) {
  const answer = await call('ListDefinitions', input);
  return answer.ok ? DefinitionViews.parse(answer.value.body).items.map(({ id }) => id) : [];
}

describe('what a definition is called and how long its sessions last', () => {
  test('is changed by authors, is in the history with the reason, and counts for what is booked from then on', async () => {
    const { call, order, views, book } = await aPlane();
    const before = await book();
    const changes = { title: 'VLANs, anew', tags: ['exam', 'ccna'], maxDurationMinutes: 240, allowsReset: true };
    const answer = await order('EditDefinition', { ...changes, reason: 'for the exams' });
    expect(answer.ok && DefinitionView.parse(answer.value.body)).toMatchObject({ ...changes, version: '1.0.0' });
    const after = await book();
    expect(views.get('session', before)?.state.definition.title).toBe(aDefinitionContent.title);
    expect(views.get('session', after)?.state.definition).toMatchObject({ title: 'VLANs, anew', allowsReset: true });
    expect(await call('GetHistory', { kind: 'definition', id: definitionId })).toMatchObject({
      value: { body: { items: expect.arrayContaining([expect.objectContaining({ operation: 'EditDefinition' })]) } },
    });
  });

  test('is written down only where it becomes different', async () => {
    const { order, views } = await aPlane();
    const { version } = views.get('definition', definitionId) ?? {};
    await order('EditDefinition', { title: aDefinitionContent.title });
    expect(views.get('definition', definitionId)?.version).toBe(version);
  });

  test('has to fit together: no session lasts longer than the most', async () => {
    const { order } = await aPlane();
    expect(await order('EditDefinition', { durationMinutes: 1440 })).toMatchObject({
      rejection: { code: 'definition.duration-invalid' },
    });
    expect(await order('EditDefinition', { tags: ['exam', 'exam'] })).toMatchObject({
      rejection: { code: 'request.unprocessable' },
    });
  });

  test('stays on the lab when it gets a new version, as far as people have put it there', async () => {
    const { call, order, views } = await aPlane();
    await order('EditDefinition', { tags: ['exam'], title: 'Mine' });
    const content = { ...aDefinitionContent, packageHash: 'b'.repeat(64) };
    await call('PublishDefinition', { content }, { role: 'lablet-controller' });
    const [newest] = views.list('definition').flatMap(({ state }) => (state.status === 'active' ? [state] : []));
    expect(newest).toMatchObject({ tags: ['exam'], title: aDefinitionContent.title, version: '1.0.1' });
  });

  test.each(['user', 'manager'] as const)('is not changed by a %s', async (role) => {
    const { call } = await aPlane();
    expect(await call('EditDefinition', { definitionId, title: 'x' }, { role })).toMatchObject({
      rejection: { code: 'access.denied' },
    });
  });
});

test('what is deprecated or archived cannot be booked, and what is archived is not changed any more', async () => {
  const { call, order } = await aPlane();
  await order('DeprecateDefinition', { reason: 'too old' });
  expect(await call('BookSession', { definitionId, durationMinutes: 30 })).toMatchObject({
    rejection: { code: 'definition.not-active' },
  });
  expect(await order('ActivateDefinition')).toMatchObject({ rejection: { code: 'definition.wrong-state' } });
  await order('ArchiveDefinition');
  for (const [operation, input] of [
    ['EditDefinition', { title: 'x' }],
    ['SetNeeds', { cpuCores: 1, memoryMiB: 99_999, storageGiB: 1 }],
    ['ResetPorts', {}],
  ] as const)
    expect(await order(operation, input)).toMatchObject({ rejection: { code: 'definition.closed' } });
});

describe('deleting a definition', () => {
  test('takes it off the catalogue, and leaves its history and what it was', async () => {
    const { call, order } = await aPlane();
    expect(await order('DeleteDefinition')).toMatchObject({ rejection: { code: 'definition.wrong-state' } });
    await order('DeactivateDefinition');
    expect(await order('DeleteDefinition', { reason: 'nobody wants it' })).toMatchObject({ ok: true });
    expect(await listed(call)).toEqual([]);
    expect(await listed(call, { includeDeleted: 'true' })).toEqual([definitionId]);
    expect(await call('GetDefinition', { definitionId })).toMatchObject({ value: { body: { status: 'deleted' } } });
    expect(await call('GetHistory', { kind: 'definition', id: definitionId })).toMatchObject({
      value: { body: { items: expect.arrayContaining([expect.objectContaining({ operation: 'DeleteDefinition' })]) } },
    });
  });

  test('is refused while sessions of it have not ended, and they are named with their cohorts', async () => {
    const { order, definition, book } = await aPlane();
    const sessionId = await book();
    const start = '2026-12-01T09:00:00.000Z';
    await book('BookCohort', { name: 'Exam 1', seats: 2, start });
    await order('DeactivateDefinition');
    const refused = await order('DeleteDefinition');
    expect(refused).toMatchObject({
      rejection: { code: 'definition.in-use', message: expect.stringContaining('archive it') },
    });
    const { count, sessions } = Object(refused.ok ? undefined : refused.rejection.details);
    expect(count).toBe(3);
    expect(sessions).toContainEqual({ id: sessionId, status: 'pending' });
    expect(sessions).toContainEqual(expect.objectContaining({ cohort: expect.objectContaining({ name: 'Exam 1' }) }));
    expect(definition()?.status).toBe('inactive');
  });

  test('is no way to get content back that its package still has, but an author may upload it anew', async () => {
    const { call, order, views } = await aPlane();
    await order('DeactivateDefinition');
    await order('DeleteDefinition');
    await call('PublishDefinition', { content: aDefinitionContent }, { role: 'lablet-controller' });
    expect(await listed(call)).toEqual([]);
    const upload = async () => {
      const answer = await call('UploadDefinition', { yaml, slug: 'mine' }, author);
      return UploadedDefinition.parse(answer.ok ? answer.value.body : answer);
    };
    const first = await upload();
    await call('DeactivateDefinition', { definitionId: first.id }, author);
    await call('DeleteDefinition', { definitionId: first.id }, author);
    const again = await upload();
    expect(again).toMatchObject({ outcome: 'new-version', version: '2.0.0', status: 'active' });
    expect(await upload()).toMatchObject({ id: again.id, outcome: 'unchanged' });
    expect(views.get('definition', first.id)?.state.status).toBe('deleted');
  });
});

describe('needs that somebody says', () => {
  test('count for what is booked from then on, and what is booked keeps its own', async () => {
    const { order, views, definition, book } = await aPlane();
    const before = await book();
    const { needs } = aDefinitionContent;
    const more = { cpuCores: needs.cpuCores + 1, memoryMiB: needs.memoryMiB + 100, storageGiB: needs.storageGiB };
    await order('SetNeeds', { ...more, reason: 'it is slow' });
    const after = await book();
    expect(views.get('session', before)?.state.definition.needs).toEqual(needs);
    expect(views.get('session', after)?.state.definition.needs).toEqual({ ...needs, ...more });
    expect(definition()).toMatchObject({ derivedNeeds: needs, needsSource: 'author' });
    await order('ResetNeeds');
    expect(definition()).toMatchObject({ needs, derivedNeeds: undefined });
  });

  test('are not below the memory that its nodes ask for, unless somebody says that this is enough', async () => {
    const { order, definition } = await aPlane();
    const { needs } = aDefinitionContent;
    const { nodes: _, ...demanded } = needs;
    const less = { ...demanded, memoryMiB: needs.memoryMiB - 1 };
    expect(await order('SetNeeds', less)).toMatchObject({ rejection: { code: 'definition.below-demand' } });
    expect(await order('SetNeeds', { ...less, allowLessMemory: true })).toMatchObject({ ok: true });
    expect(definition()?.needs.memoryMiB).toBe(less.memoryMiB);
  });
});

describe('ports by hand', () => {
  async function anUpload() {
    const { call, views } = await openTestPlane();
    const answer = await call('UploadDefinition', { yaml, slug: 'mine' }, author);
    const { id, ports } = UploadedDefinition.parse(answer.ok ? answer.value.body : answer);
    const set = async (wanted: readonly object[]) => call('SetPorts', { definitionId: id, ports: wanted }, author);
    const reset = async () => call('ResetPorts', { definitionId: id }, author);
    return { ports, set, reset, definition: () => views.get('definition', id)?.state };
  }

  test('are added, renamed and removed, and can be given back to the tags', async () => {
    const { ports, set, reset, definition } = await anUpload();
    const [first, ...rest] = ports;
    const wanted = [
      { ...first, name: 'console' },
      { name: 'web', label: first?.label, protocol: 'https' },
    ];
    expect(await set(wanted)).toMatchObject({ ok: true });
    expect(definition()).toMatchObject({ ports: wanted, derivedPorts: [first, ...rest] });
    await reset();
    expect(definition()).toMatchObject({ ports, derivedPorts: undefined });
  });

  test('that are in each other’s way are refused, each with what is wrong with it', async () => {
    const { ports, set, definition } = await anUpload();
    const [first] = ports;
    const refused = await set([
      first ?? {},
      { ...first, name: 'other' },
      { name: 'lost', label: 'nowhere', protocol: 'ssh' },
    ]);
    expect(refused).toMatchObject({
      rejection: {
        code: 'definition.ports-conflict',
        message: expect.stringContaining('port 3: the lab has no node nowhere'),
        details: { faults: [{ port: 1 }, { port: 2 }] },
      },
    });
    expect(definition()?.ports).toEqual(ports);
  });
});
