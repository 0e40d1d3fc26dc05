import { expect, test } from 'vitest';
import { aWorker, noon } from '../testing/fixtures.ts';
import { fleetCapacity } from './capacity.ts';

test('a licence that allows fewer nodes than the host is what the fleet can hold', () => {
  const { spec } = aWorker();
  const capacity = { ...spec.capacity, nodes: 200 };
  const worker = aWorker({ status: 'running', spec: { ...spec, capacity, registersLicense: true } });
  expect(worker.license.nodeLimit).toBe(40);
  expect(fleetCapacity([worker], noon)).toMatchObject({ running: { nodes: 40 }, usable: { nodes: 40 } });
});
