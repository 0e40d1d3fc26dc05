import { readFileSync } from 'node:fs';
import { parseGradingRules } from '@lcm/core/contracts/grading';
import { SuggestedRules } from '@lcm/core/contracts/suggested-rules';
import { expect, test } from 'vitest';
import { type Call, openTestPlane } from '../../testing/plane.ts';

const author = { role: 'lab-author', id: 'ada' } as const;

function lab(file: string): string {
  return readFileSync(new URL(`../../../../content/${file}`, import.meta.url), 'utf8');
}

const yaml = lab('vlans-two-switches/cml.yaml');
const solution = lab('vlans-two-switches/solution.yaml');

async function suggested(call: Call, operation: string, input: object): Promise<SuggestedRules> {
  const answer = await call(operation, input, author);
  if (!answer.ok) throw new Error(answer.rejection.message);
  return SuggestedRules.parse(answer.value.body);
}

test('rules are drafted from a lab and its solution, and can be handed in with the lab', async () => {
  const { call } = await openTestPlane();
  const draft = await suggested(call, 'SuggestRules', { yaml, solution });
  expect(draft).toMatchObject({ startPercent: 0, solutionPercent: 100 });
  expect(parseGradingRules(draft.grading)).toMatchObject({ ok: true });
  const checked = await call('CheckUpload', { yaml, slug: 'my-lab', grading: draft.grading }, author);
  expect(checked).toMatchObject({ ok: true, value: { body: { outcome: 'new', faults: [] } } });
});

test('a definition brings its own lab', async () => {
  const { call } = await openTestPlane();
  const uploaded = await call('UploadDefinition', { yaml, slug: 'my-lab' }, author);
  const { id: definitionId } = Object(uploaded.ok ? uploaded.value.body : undefined);
  const [one, other] = [
    await suggested(call, 'SuggestRulesFor', { definitionId, solution }),
    await suggested(call, 'SuggestRules', { yaml, solution }),
  ];
  expect(one).toEqual(other);
});

test('two labs that do not differ suggest nothing, and say so', async () => {
  const { call } = await openTestPlane();
  expect(await call('SuggestRules', { yaml, solution: yaml }, author)).toMatchObject({
    rejection: { code: 'rules.no-difference' },
  });
});

test('of what cannot be read it is said which of the two, and where', async () => {
  const { call } = await openTestPlane();
  expect(await call('SuggestRules', { yaml, solution: 'nodes: 7' }, author)).toMatchObject({
    rejection: { code: 'rules.unreadable', message: expect.stringMatching(/^solution, line 1/) },
  });
});

test('candidates and operators are told nothing of a solution', async () => {
  const { call } = await openTestPlane();
  expect(await call('SuggestRules', { yaml, solution }, { role: 'manager' })).toMatchObject({
    rejection: { code: 'access.denied' },
  });
});
