import { expect, test } from 'vitest';
import { shareOf } from './share.ts';

const capacity = { cpuCores: 48, memoryMiB: 196_608, storageGiB: 450, nodes: 40 };

test('a share of a host is that of the resource of which most is taken', () => {
  const needs = { cpuCores: 8, memoryMiB: 16_384, storageGiB: 40, nodes: 20 };
  expect(shareOf(needs, capacity)).toEqual({ of: 'nodes', share: 0.5 });
  expect(shareOf({ ...needs, cpuCores: 36 }, capacity)).toEqual({ of: 'cpuCores', share: 0.75 });
});

test('nobody has more than the whole host, and what a host does not count is no share of it', () => {
  const needs = { cpuCores: 96, memoryMiB: 0, storageGiB: 0, nodes: 6 };
  expect(shareOf(needs, capacity).share).toBe(1);
  expect(shareOf({ ...needs, cpuCores: 24 }, { ...capacity, nodes: 0 })).toEqual({ of: 'cpuCores', share: 0.5 });
});
