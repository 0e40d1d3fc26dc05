import { expect, test } from 'vitest';
import { aCommit } from '../testing/fixtures.ts';
import { launchesOf } from './launches.ts';

const refusal = { code: 'no-capacity', exception: 'EC2InsufficientCapacityException' };
const history = [
  aCommit(1, [{ type: 'WorkerCreated', template: 'metal' }]),
  aCommit(2, [
    {
      type: 'WorkerLaunchPlaced',
      launch: 1,
      place: { number: 1, instanceType: 'm5zn.metal', zone: 'us-east-1b' },
      reason: 'no capacity elsewhere',
    },
  ]),
  aCommit(3, [{ type: 'WorkerLaunchFailed', launch: 1, reason: 'none left', refusal }]),
  aCommit(4, [{ type: 'WorkerInstanceAssigned', launch: 2, instanceId: 'i-2' }]),
  aCommit(5, [{ type: 'WorkerStatusChanged', to: 'running' }]),
  aCommit(6, [{ type: 'WorkerStatusChanged', to: 'stopped' }]),
  aCommit(7, [{ type: 'WorkerStatusChanged', to: 'running' }]),
];

test('launches are told with where each was tried, why it failed, and when it came up first', () => {
  const [second, first] = launchesOf(history);
  expect(first).toMatchObject({
    number: 1,
    tries: [{ place: 'm5zn.metal in us-east-1b', reason: 'no capacity elsewhere' }],
    failure: { reason: 'none left', code: 'no-capacity', exception: 'EC2InsufficientCapacityException' },
    upAt: undefined,
  });
  expect(second).toMatchObject({ number: 2, instanceId: 'i-2', failure: undefined, upAt: history[4]?.at });
});

test('a worker that nobody has launched has none', () => {
  expect(launchesOf(history.slice(0, 1))).toEqual([]);
});
