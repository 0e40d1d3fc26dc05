import { expect, test } from 'vitest';
import { completeSpec, specIn, type WorkerSpec } from './index.ts';

function aSpec(): WorkerSpec {
  const draft = { region: 'us-east-1', instanceType: 'm5.metal', imageName: 'cml*', zones: ['us-east-1a'] };
  const completed = completeSpec(draft);
  if (!completed.ok) throw new Error('not complete');
  return completed.value;
}

test('a spec for its own region stays as it is', () => {
  const spec = aSpec();
  expect(specIn(spec, 'us-east-1')).toBe(spec);
  expect(specIn(spec, undefined)).toBe(spec);
});

test('a spec for another region has its price and none of the zones of the first', () => {
  const there = specIn(aSpec(), 'eu-central-1');
  expect(there).toMatchObject({ region: 'eu-central-1', hourlyCostUsd: 5.5459 });
  expect(there.zones).toBeUndefined();
  expect(specIn(aSpec(), 'xx-nowhere-1')).toMatchObject({ region: 'xx-nowhere-1', hourlyCostUsd: 4.608 });
});
