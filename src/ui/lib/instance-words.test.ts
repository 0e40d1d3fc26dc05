import { expect, test } from 'vitest';
import { aFoundInstance } from '../testing/fixture-instances.ts';
import { admin, user } from '../testing/fixtures.ts';
import { faultOfImport, type ImportDraft, importOrderOf } from './import-draft.ts';
import { commandsForInstance, instancesAttention, whyNotInstance } from './instance-words.ts';

test('an instance that was found is decided on by admins, by what was decided before', () => {
  expect(whyNotInstance(admin, 'adopt', aFoundInstance())).toBeUndefined();
  expect(whyNotInstance(user, 'adopt', aFoundInstance())).toBe('Needs the role admin');
  expect(whyNotInstance(admin, 'ignore', aFoundInstance({ status: 'terminating' }))).toBe(
    'Not possible while it is terminating',
  );
  const { facts } = aFoundInstance();
  const ending = aFoundInstance({ facts: facts && { ...facts, state: 'shutting-down' } });
  expect(whyNotInstance(admin, 'adopt', ending)).toBe('EC2 is ending it');
  expect(commandsForInstance(aFoundInstance({ status: 'ignored' }))).toEqual(['adopt', 'unignore', 'terminate']);
});

test('instances that wait for a decision need attention, as one thing', () => {
  expect(instancesAttention([])).toEqual([]);
  expect(instancesAttention([aFoundInstance({ status: 'ignored' })])).toEqual([]);
  expect(instancesAttention([aFoundInstance()])).toMatchObject([{ title: 'cml by hand', href: '/instances' }]);
  expect(instancesAttention([aFoundInstance(), aFoundInstance()])).toMatchObject([{ title: '2 instances' }]);
});

const draft: ImportDraft = { by: 'imageName', what: ' cml-2.9* ', region: 'us-east-1', template: '', all: true };

test('an import asks for what is missing, and sends what was filled in', () => {
  expect(faultOfImport(draft)).toBeUndefined();
  expect(faultOfImport({ ...draft, by: 'instanceId' })).toContain('i-0123456789abcdef0');
  expect(faultOfImport({ ...draft, region: 'here' })).toContain('us-east-1');
  expect(importOrderOf(draft)).toEqual({ region: 'us-east-1', imageName: 'cml-2.9*', all: true });
  const one = { ...draft, by: 'instanceId', what: 'i-00000001', template: 'metal' } as const;
  expect(importOrderOf(one)).toEqual({ region: 'us-east-1', instanceId: 'i-00000001', template: 'metal' });
});
