import { aTemplate } from '@lcm/core/domain/testing';
import { expect, test } from 'vitest';
import { furnish, openTestPlane } from '../testing/plane.ts';

test('what a snapshot says of a thing is made once for all readers, and anew when the thing has changed', async () => {
  const { plane, call } = await openTestPlane();
  await furnish(call);
  const items = () => Map.groupBy(plane.state.feed.snapshot().items, ({ subject }) => subject.kind);
  const [first, second] = [items(), items()];
  expect(second.get('template')?.[0]).toBe(first.get('template')?.[0]);
  const { updatedAt: _, ...template } = aTemplate({ description: 'larger' });
  await call('DefineTemplate', template);
  const third = items();
  expect(third.get('template')).toMatchObject([{ data: { view: { description: 'larger' } } }]);
  expect(third.get('definition')?.[0]).toBe(first.get('definition')?.[0]);
});
