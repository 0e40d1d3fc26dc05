import { readFileSync } from 'node:fs';
import { LabCheck, UploadedDefinition } from '@lcm/core/contracts/lab-upload';
import { aDefinitionContent, testNow } from '@lcm/core/domain/testing';
import { type WorkerEvent, WorkerId } from '@lcm/core/domain/worker';
import { ok } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { workers } from '../../application/aggregates.ts';
import { type Call, demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const content = new URL('../../../../content/', import.meta.url).pathname;
const yaml = readFileSync(`${content}vlans-two-switches/cml.yaml`, 'utf8');
const grading = readFileSync(`${content}vlans-two-switches/grading.yaml`, 'utf8');
const author = { role: 'lab-author', id: 'ada' } as const;

async function upload(call: Call, fields: object = {}) {
  const answer = await call('UploadDefinition', { yaml, slug: 'my-lab', ...fields }, author);
  if (!answer.ok) throw new Error(answer.rejection.message);
  return UploadedDefinition.parse(answer.value.body);
}

async function check(call: Call, fields: object = {}) {
  const answer = await call('CheckUpload', { yaml, slug: 'my-lab', ...fields }, author);
  if (!answer.ok) throw new Error(answer.rejection.message);
  return LabCheck.parse(answer.value.body);
}

describe('an uploaded lab', () => {
  test('can be booked at once, with what it needs derived from it', async () => {
    const { call, views } = await openTestPlane();
    const definition = await upload(call, { grading, tasks: '# Tasks', durationMinutes: 45 });
    expect(definition).toMatchObject({
      outcome: 'new',
      status: 'active',
      version: '1.0.0',
      slug: 'my-lab',
      origin: 'upload',
      createdBy: 'ada',
      durationMinutes: 45,
      maxDurationMinutes: 45,
      needs: { nodes: definition.nodeCount },
      rulesKey: expect.stringMatching(/^[\da-f]{64}$/),
      tasksKey: expect.stringMatching(/^[\da-f]{64}$/),
    });
    expect(views.list('definition')).toHaveLength(1);
  });

  test('is given back byte for byte, to authors only', async () => {
    const { call } = await openTestPlane();
    const marked = `\uFEFF${yaml.replaceAll('\n', '\r\n')}`;
    const { id } = await upload(call, { yaml: marked });
    const answer = await call('DownloadTopology', { definitionId: id }, author);
    const { download } = answer.ok ? answer.value : {};
    expect(await Array.fromAsync(download?.chunks ?? [])).toEqual([marked]);
    expect(download?.name).toBe('my-lab-1.0.0.yaml');
    expect(await call('DownloadTopology', { definitionId: id }, { role: 'user' })).toMatchObject({ ok: false });
  });

  test('once more is nothing new, changed it is the next version, and both are said', async () => {
    const { call, views } = await openTestPlane();
    const first = await upload(call);
    expect(await upload(call)).toMatchObject({ id: first.id, outcome: 'unchanged' });
    const second = await upload(call, { yaml: `${yaml}# more\n` });
    expect(second).toMatchObject({ outcome: 'new-version', version: '2.0.0' });
    expect(views.get('definition', first.id)?.state.status).toBe('deprecated');
    expect((await upload(call)).message).toContain(
      'version 1.0.0 of my-lab as it was uploaded before, which is deprecated',
    );
    expect(views.list('definition')).toHaveLength(2);
  });

  test('by two authors at once becomes two versions, not one twice', async () => {
    const { call } = await openTestPlane();
    const both = await Promise.all([upload(call), upload(call, { yaml: `${yaml}# b\n` })]);
    expect(both.map(({ version }) => version).toSorted()).toEqual(['1.0.0', '2.0.0']);
  });

  test('takes its title and slug from the lab when nobody says them', async () => {
    const { call } = await openTestPlane();
    const untitled = yaml.replace(/title: .*/, 'title: "Größe: 2 Städte!"');
    expect(await check(call, { yaml: untitled, slug: undefined })).toMatchObject({
      title: 'Größe: 2 Städte!',
      slug: 'gro-e-2-stadte',
    });
  });

  test('is in the audit with who uploaded it', async () => {
    const { call } = await openTestPlane();
    await upload(call);
    expect(await call('ListAudit', { q: 'operation:UploadDefinition by:ada kind:definition' })).toMatchObject({
      value: { body: { items: [{ by: { id: 'ada' }, operation: 'UploadDefinition' }] } },
    });
  });

  test('does not take the place of what the content folder holds, nor the reverse', async () => {
    const { call, views } = await openTestPlane();
    await call('PublishDefinition', { content: aDefinitionContent }, { role: 'lablet-controller' });
    const taken = {
      code: 'definition.other-origin',
      message: expect.stringContaining('comes from the content folder'),
    };
    const { slug } = aDefinitionContent;
    expect(await call('UploadDefinition', { yaml, slug }, author)).toMatchObject({ rejection: taken });
    expect(await check(call, { slug })).toMatchObject({ outcome: 'refused', message: taken.message });
    expect(views.get('definition', demoDefinition)?.state.status).toBe('active');
    await upload(call);
    const other = { ...aDefinitionContent, slug: 'my-lab', packageHash: 'b'.repeat(64), origin: 'upload' };
    expect(await call('PublishDefinition', { content: other }, { role: 'lablet-controller' })).toMatchObject({
      rejection: { code: 'definition.other-origin', message: expect.stringContaining('was uploaded by an author') },
    });
  });

  test.each([
    'lab-author',
    'admin',
  ] as const)('is the only way for a %s: none of them makes a lab of what is stored', async (role) => {
    const { call, views } = await openTestPlane();
    const { topologyKey } = await upload(call);
    const named = { ...aDefinitionContent, topologyKey };
    expect(await call('PublishDefinition', { content: named }, { role })).toMatchObject({
      rejection: { code: 'access.denied' },
    });
    expect(views.list('definition')).toHaveLength(1);
  });

  test.each(['user', 'manager'] as const)('is not taken from a %s', async (role) => {
    const { call } = await openTestPlane();
    expect(await call('UploadDefinition', { yaml }, { role })).toMatchObject({ rejection: { code: 'access.denied' } });
  });
});

describe('a lab with faults', () => {
  const faulty = yaml.replace(/n1: n\d+/, 'n1: n99');

  test('is refused with every fault at its line, and nothing is kept', async () => {
    const { call, views, plane } = await openTestPlane();
    const bad = yaml.replaceAll(/ {4}node_definition: .*\n/g, '').replace(/version: \S+/, 'version: 9.9.9');
    const refused = await call('UploadDefinition', { yaml: bad, grading: 'format: x' }, author);
    if (refused.ok) throw new Error('it was taken');
    expect(refused.rejection.code).toBe('definition.invalid');
    const { faults } = LabCheck.pick({ faults: true }).parse(refused.rejection.details);
    expect(faults.length).toBeGreaterThan(3);
    expect(faults.filter(({ part, line }) => part === 'yaml' && line === undefined)).toEqual([]);
    expect(faults.map(({ part }) => part)).toContain('grading');
    expect(views.list('definition')).toEqual([]);
    expect(plane.state.audit.head).toBe(0);
  });

  test('is shown the same way before it is published', async () => {
    const { call } = await openTestPlane();
    const { outcome, faults, message } = await check(call, { yaml: faulty });
    expect(outcome).toBe('refused');
    expect(faults[0]).toMatchObject({ part: 'yaml', line: expect.any(Number), column: expect.any(Number) });
    expect(message).toMatch(/^yaml, line \d+/);
  });

  test.each([
    [{ durationMinutes: 60, maxDurationMinutes: 30 }, 'maxDurationMinutes'],
    [{ slug: undefined, yaml: yaml.replace(/title: .*/, "title: ''") }, 'title'],
    [{ slug: undefined, title: '日本' }, 'slug'],
    [{ grading: grading.replaceAll('SW1', 'SW9') }, 'grading'],
    [{ yaml: 'lab: { title: Nothing, version: 0.3.0 }\nnodes: []\nlinks: []\n' }, 'yaml'],
  ])('says with %o which part is at fault', async (fields, part) => {
    const { call } = await openTestPlane();
    const { outcome, faults } = await check(call, fields);
    expect({ outcome, part: faults[0]?.part }).toEqual({ outcome: 'refused', part });
  });

  const beyondCml: readonly (readonly [what: string, path: string, yaml: string])[] = [
    ['a title', 'lab.title', yaml.replace(/title: .*/, `title: ${'x'.repeat(65)}`)],
    ['a description', 'lab.description', yaml.replace(/description: .*/, `description: ${'x'.repeat(4097)}`)],
    ['a place', 'nodes.0.x', yaml.replace(/ {4}x: .*/, '    x: 15001')],
    ['a label', 'nodes.0.label', yaml.replace(/ {4}label: .*/, `    label: ${'x'.repeat(129)}`)],
    ['a tag', 'nodes.0.tags.0', yaml.replace(/ {4}tags: .*/, `    tags: [${'x'.repeat(65)}]`)],
    ['memory', 'nodes.0.ram', yaml.replace(/ {4}ram: .*/, '    ram: 1048577')],
  ];

  test.each(
    beyondCml,
  )('with %s that CML does not take is refused at its line, and not when it is imported', async (_, path, text) => {
    const { call } = await openTestPlane();
    const { outcome, faults } = await check(call, { yaml: text });
    expect(outcome).toBe('refused');
    expect(faults).toMatchObject([{ part: 'yaml', path, line: expect.any(Number) }]);
  });

  test('larger than any lab is refused in words before it is read', async () => {
    const { call } = await openTestPlane();
    const answer = await call('UploadDefinition', { yaml: ' '.repeat(2_097_153) }, author);
    expect(answer).toMatchObject({
      rejection: { code: 'request.invalid', message: expect.stringContaining('longer than 2097152 characters') },
    });
  });

  test('nodes that nobody here knows are a warning, not a fault', async () => {
    const { call } = await openTestPlane();
    const { warnings, outcome } = await check(call, { yaml: yaml.replace('iosvl2', 'mystery-box') });
    expect(outcome).toBe('new');
    expect(warnings[0]).toContain('mystery-box is not known here');
  });
});

describe('who grades an uploaded lab', () => {
  test('is the built-in engine, said or left out', async () => {
    const { call } = await openTestPlane();
    const { id, gradingEngine } = await upload(call, { grading });
    expect(gradingEngine).toBeUndefined();
    expect(await upload(call, { grading, gradingEngine: 'built-in' })).toMatchObject({ id, outcome: 'unchanged' });
  });

  test('is the engine outside where its author wants it, by the form that it knows', async () => {
    const { call } = await openTestPlane({ gradesOutside: true });
    const outside = { gradingEngine: 'external', formQualifiedName: 'Exam Associate CCNA v1.1 LAB 1.1a' };
    expect(await upload(call)).toMatchObject({ formQualifiedName: 'Uploaded Lab by author my-lab 1.0.0' });
    expect(await upload(call, outside)).toMatchObject({ ...outside, outcome: 'new-version' });
  });

  test('cannot be an engine that is not there, and that is said before and when it is published', async () => {
    const { call, views } = await openTestPlane();
    const { outcome, faults } = await check(call, { gradingEngine: 'external' });
    expect({ outcome, part: faults[0]?.part }).toEqual({ outcome: 'refused', part: 'gradingEngine' });
    expect(await call('UploadDefinition', { yaml, gradingEngine: 'external' }, author)).toMatchObject({
      rejection: { code: 'definition.invalid', message: expect.stringContaining('GRADING_ENGINE_URL') },
    });
    expect(views.list('definition')).toEqual([]);
  });

  test.each([
    { gradingEngine: 'mozart' },
    { formQualifiedName: 'too short' },
    { formQualifiedName: 'a  b c d e f' },
  ])('is not said by %o', async (fields) => {
    const { call } = await openTestPlane({ gradesOutside: true });
    expect(await call('UploadDefinition', { yaml, ...fields }, author)).toMatchObject({
      rejection: { code: 'request.invalid' },
    });
  });
});

test('nodes that a worker’s CML knows take what it says, and are no guess', async () => {
  const { call, views, plane } = await openTestPlane();
  await furnish(call);
  const workerId = WorkerId.parse('wkr_1');
  await call('PlanWorker', { workerId, template: 'metal', reason: 'test' }, { role: 'scheduler' });
  const nodes = [{ id: 'mystery-box', cpus: 2, memoryMiB: 512, images: [] }];
  const seen = ok<WorkerEvent[]>([
    { type: 'WorkerDefinitionsChanged', definitions: { nodes, images: [] }, at: testNow },
  ]);
  const caller = { actor: { id: 'test', name: 'test', roles: [] }, correlationId: 'test' };
  await plane.deps.streams.change({ aggregate: workers, id: workerId }, { operation: 'Test', caller }, () => seen);
  expect(views.list('worker')).toHaveLength(1);
  const lab = 'lab: { title: Odd, version: 0.3.0 }\nnodes: [{ id: n0, node_definition: mystery-box }]\nlinks: []\n';
  const { needs, warnings } = await check(call, { yaml: lab });
  expect({ needs, warnings }).toMatchObject({ needs: { cpuCores: 2, memoryMiB: 512, nodes: 1 }, warnings: [] });
});
