import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { DefinitionId, evolveDefinition, setNeeds } from '../definition/index.ts';
import { SessionId } from '../session/index.ts';
import { aDefinitionContent, testNow as at } from '../testing/index.ts';
import { type DefinitionUse, evolveUse, noteUse, raisedNeeds, suggestedNeeds, summaryOf, type Used } from './index.ts';

const definitionId = DefinitionId.parse('def_1');
const definition = evolveDefinition(undefined, {
  type: 'DefinitionCreated',
  id: definitionId,
  content: aDefinitionContent,
  by: 'lia',
  at,
});

function session(number: number): SessionId {
  return SessionId.parse(`ses_${number}`);
}

function after(measured: readonly (readonly [number, Used])[]): DefinitionUse {
  return measured.reduce<DefinitionUse>(
    (use, [number, used], index) => {
      const events = noteUse(use, { definitionId, sessionId: session(number), used }, instant(at + index));
      return events.reduce<DefinitionUse>(evolveUse, use);
    },
    { id: definitionId, sessions: [] },
  );
}

test('a session counts once with the most that it used, however often it is measured', () => {
  const use = after([
    [1, { cpuCores: 1, memoryMiB: 900, storageGiB: 3 }],
    [1, { cpuCores: 2, memoryMiB: 800 }],
    [1, { cpuCores: 2.1, memoryMiB: 910 }],
  ]);
  expect(use.sessions).toMatchObject([{ cpuCores: 2, memoryMiB: 900, storageGiB: 3 }]);
  const more = { definitionId, sessionId: session(1), used: { cpuCores: 2.1 } };
  expect(noteUse(use, more, at)).toEqual([]);
});

test('what counts is what all but one in twenty of the last sessions did with', () => {
  const use = after(Array.from({ length: 60 }, (_, number) => [number, { cpuCores: number, memoryMiB: number * 10 }]));
  expect(use.sessions).toHaveLength(50);
  expect(summaryOf(use)).toMatchObject({
    sessions: 50,
    p95: { cpuCores: 57, memoryMiB: 570, storageGiB: undefined },
    most: { cpuCores: 59 },
  });
  expect(summaryOf({ sessions: [] })).toBeUndefined();
});

const figures = fc.record({
  cpuCores: fc.double({ min: 0, max: 64, noNaN: true }),
  memoryMiB: fc.option(fc.integer({ min: 0, max: 200_000 }), { nil: undefined }),
  storageGiB: fc.option(fc.double({ min: 0, max: 500, noNaN: true }), { nil: undefined }),
});

test('by itself nothing is lowered, and what is suggested has the memory that its nodes ask for', () => {
  fc.assert(
    fc.property(fc.array(figures, { minLength: 1, maxLength: 30 }), figures, (measured, corrected) => {
      const needs = { ...definition.needs, cpuCores: corrected.cpuCores, memoryMiB: corrected.memoryMiB ?? 1 };
      const current = { ...definition, needs, derivedNeeds: definition.needs };
      const summary = summaryOf(after(measured.map((used, number) => [number, used])));
      if (summary === undefined) throw new Error('nothing was measured');
      expect(suggestedNeeds(current, summary).memoryMiB).toBeGreaterThanOrEqual(definition.needs.memoryMiB);
      const raised = raisedNeeds(current, summary);
      if (raised === undefined) return;
      expect(summary.sessions).toBeGreaterThanOrEqual(5);
      for (const name of ['cpuCores', 'memoryMiB', 'storageGiB'] as const)
        expect(raised[name]).toBeGreaterThanOrEqual(needs[name]);
      const order = { needs: raised, source: 'learned', allowLessMemory: true } as const;
      const decided = setNeeds(current, order, { reason: 'learned', at });
      const then = decided.ok ? decided.value.reduce(evolveDefinition, current) : current;
      expect(then.needs).toEqual({ ...definition.needs, ...raised });
      expect(raisedNeeds(then, summary)).toBeUndefined();
    }),
  );
});
