import { expect, test } from 'vitest';
import { systemHealth } from '../testing/fixture-system.ts';
import { noon } from '../testing/fixtures.ts';
import { givingWayMeans, ledControllers } from './leaders.ts';

const health = systemHealth(noon);

test('each controller is told with its leader and who stands by, and what else is led without an order', () => {
  const leaders = [...health.leaders.slice(1), { election: 'key-projector', name: 'plane-1', token: 9 }];
  const told = ledControllers({ ...health, leaders }).map(
    ({ election, leader, standBy, takesOrders }) =>
      `${election} ${leader?.name ?? 'nobody'} [${standBy.join()}] ${takesOrders}`,
  );
  expect(told).toEqual([
    'resource-scheduler nobody [resource-scheduler-x9d2] true',
    'worker-controller worker-controller-7f3k [] true',
    'lablet-controller lablet-controller-7f3k [] true',
    'key-projector plane-1 [] false',
  ]);
});

test('before a leader gives way it is said who would follow, or that nobody would', () => {
  const [scheduler, workers] = ledControllers(health);
  expect(scheduler && givingWayMeans(scheduler)).toBe(
    'resource-scheduler-x9d2 stands by: within 5 seconds another leads.',
  );
  expect(workers && givingWayMeans(workers)).toMatch(/^No other process stands by: .* it leads again/);
});
