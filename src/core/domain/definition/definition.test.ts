import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aDefinitionContent, testNow as at } from '../testing/index.ts';
import {
  changeDefinitionStatus,
  checkOrigin,
  DefinitionId,
  type DefinitionStatus,
  definitionTransitions,
  evolveDefinition,
  freeVersion,
  nextVersion,
} from './index.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const statuses = Object.keys(definitionTransitions) as DefinitionStatus[];
const why = { reason: 'because', at };
const created = evolveDefinition(undefined, {
  type: 'DefinitionCreated',
  id: DefinitionId.parse('def_1'),
  content: aDefinitionContent,
  by: 'lia',
  at,
});

test('a definition becomes what the table allows from where it is, and nothing else', () => {
  fc.assert(
    fc.property(fc.constantFrom(...statuses), fc.constantFrom(...statuses), (status, to) => {
      const definition = { ...created, status };
      const next: readonly DefinitionStatus[] = definitionTransitions[status];
      const decided = changeDefinitionStatus(definition, to, why);
      expect(decided.ok).toBe(status === to || next.includes(to));
      const after = decided.ok ? decided.value.reduce(evolveDefinition, definition) : definition;
      expect(after.status).toBe(decided.ok ? to : status);
    }),
  );
});

test('its content never changes, whatever becomes of it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...statuses)), (wishes) => {
      const after = wishes.reduce((definition, to) => {
        const decided = changeDefinitionStatus(definition, to, why);
        return decided.ok ? decided.value.reduce(evolveDefinition, definition) : definition;
      }, created);
      expect(after).toMatchObject(aDefinitionContent);
    }),
  );
});

test('an upload becomes the version that it was, or the next one, and never somebody else’s', () => {
  const content = { ...aDefinitionContent, origin: 'upload' as const };
  const uploaded = { ...created, ...content };
  expect(nextVersion(content, [])).toMatchObject({ value: { is: 'new', version: '1.0.0' } });
  expect(nextVersion(content, [uploaded])).toMatchObject({ value: { is: 'unchanged', definition: uploaded } });
  const changed = { ...content, packageHash: 'b'.repeat(64) };
  expect(nextVersion(changed, [uploaded])).toMatchObject({ value: { is: 'new', version: '2.0.0' } });
  expect(nextVersion(content, [created])).toMatchObject({ rejection: { isUpload: false } });
  expect(checkOrigin(aDefinitionContent, [uploaded])).toMatchObject({ rejection: { isUpload: true } });
  expect(checkOrigin(aDefinitionContent, [{ ...uploaded, status: 'deleted' }])).toMatchObject({ ok: true });
});

test('content that changed gets the next free version when its author forgot to count', () => {
  const { slug, packageHash } = aDefinitionContent;
  const changed = { slug, packageHash: 'b'.repeat(64), version: '1.0.0' };
  const known = (version: string, hash = packageHash) => ({ ...created, version, packageHash: hash });
  expect(freeVersion(changed, [])).toBe('1.0.0');
  expect(freeVersion(changed, [known('1.0.0')])).toBe('1.0.1');
  expect(freeVersion(changed, [known('1.0.0'), known('1.0.1')])).toBe('1.0.2');
  expect(freeVersion(changed, [known('1.0.0', changed.packageHash)])).toBe('1.0.0');
  expect(freeVersion({ ...changed, version: '2.3.9-rc.1' }, [known('2.3.9-rc.1')])).toBe('2.3.10');
  expect(freeVersion(changed, [{ ...known('1.0.0'), slug: 'another' }])).toBe('1.0.0');
});
