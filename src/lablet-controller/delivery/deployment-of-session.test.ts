import { expect, test } from 'vitest';
import { start, World } from '../testing/world.ts';

test('a session is provisioned in the delivery system of its worker’s region, and stays with it', async () => {
  const world = await new World().prepare();
  const asked: string[] = [];
  world.deliveries = {
    nameFor: (region) => `of-${region}`,
    at: (name) => {
      asked.push(name ?? 'default');
      return world.delivery;
    },
  };
  world.restart();
  await world.live(start + 80 * 60_000);
  expect(world.session.delivery).toEqual({ id: 'lds-ses_1', deployment: 'of-us-east-1' });
  expect(world.session.status).toBe('archived');
  expect(new Set(asked)).toEqual(new Set(['of-us-east-1']));
});
