import { expect, test } from 'vitest';
import { aDefinition, admin, user } from '../testing/fixtures.ts';
import {
  editDraft,
  editFault,
  editOf,
  needsDraft,
  needsFault,
  needsOf,
  onePortMore,
  portDraftFaults,
  portsDraft,
} from './definition-form.ts';
import { whyNotDefinition, whyNotDelete, whyNotEdit } from './definition-orders.ts';

test('what is typed of a definition becomes what is sent, with tags as people write them', () => {
  const draft = { ...editDraft(aDefinition()), title: '  Mine ', tags: 'Exam, ccna  exam', summary: '' };
  expect(editFault(draft)).toBeUndefined();
  expect(editOf(draft)).toMatchObject({ title: 'Mine', tags: ['exam', 'ccna'] });
  expect(editOf(draft)).not.toHaveProperty('summary');
});

test.each([
  [{ title: ' ' }, 'Give it a title'],
  [{ tags: 'ok söhne' }, 'A tag has letters, digits, dots and hyphens: söhne'],
  [{ durationMinutes: '4' }, 'Sessions last 5 to 1440 whole minutes'],
  [{ durationMinutes: '90', maxDurationMinutes: '60' }, 'Sessions cannot last longer than the most'],
])('of %o it is said what is wrong', (changes, words) => {
  expect(editFault({ ...editDraft(aDefinition()), ...changes })).toBe(words);
});

test('less memory than the nodes ask for has to be said in so many words', () => {
  const { needs } = aDefinition();
  const draft = needsDraft({ ...needs, memoryMiB: 100 });
  expect(needsFault(draft, 101)).toBe('Its nodes ask for 101 MiB: tick that less is enough');
  expect(needsFault({ ...draft, allowLessMemory: true }, 101)).toBeUndefined();
  expect(needsFault({ ...draft, cpuCores: 'many' }, 0)).toBe('Say how many cores');
  expect(needsFault({ ...draft, storageGiB: '' }, 0)).toBe('Say how much storage');
  expect(needsOf(draft)).toMatchObject({ memoryMiB: 100, allowLessMemory: false });
});

test('a port that is added is of a node without one, and fits to those that are there', () => {
  const labels = ['SW 1', 'SW2'];
  const one = onePortMore([], labels);
  expect(one).toEqual([{ name: 'SW_1_serial', label: 'SW 1', protocol: 'serial' }]);
  const three = onePortMore(onePortMore(one, labels), labels);
  expect(three.map(({ label, protocol }) => [label, protocol])).toEqual([
    ['SW 1', 'serial'],
    ['SW2', 'serial'],
    ['SW 1', 'vnc'],
  ]);
  expect(portDraftFaults(three, labels).size).toBe(0);
});

test('ports in each other’s way are told at their lines', () => {
  const [port] = portsDraft({ ports: [{ name: 'a', label: 'SW1', protocol: 'serial' }] });
  if (port === undefined) throw new Error('there is none');
  const faults = portDraftFaults([port, { ...port, name: 'b c' }, { ...port, label: 'SW9' }], ['SW1']);
  expect([...faults.keys()]).toEqual([1, 2]);
  expect(faults.get(1)).toContain('SW1 has a port for serial already');
  expect(faults.get(2)).toContain('the lab has no node SW9');
});

test('what authors cannot do says why: the role before the state, and what is used is not deleted', () => {
  const inactive = aDefinition({ status: 'inactive' });
  expect(whyNotDefinition(admin, 'activate', aDefinition())).toBe('It is already active');
  expect(whyNotDefinition(user, 'deprecate', inactive)).toBe('Needs the role lab-author or admin');
  expect(whyNotDefinition(admin, 'delete', aDefinition())).toBe('Not possible while it is active');
  expect(whyNotDelete(admin, inactive, 0)).toBeUndefined();
  expect(whyNotDelete(admin, inactive, 2)).toBe('2 sessions of it have not ended: archive it instead');
  expect(whyNotEdit(admin, aDefinition({ status: 'archived' }))).toBe('What is archived is not changed any more');
});
