import { describe, expect, test } from 'vitest';
import { hourlyPriceOf, instanceTypes, pricedRegions, volumePriceOf } from '../instance-type/index.ts';
import { completeSpec, type SpecDraft } from './index.ts';

const draft: SpecDraft = { region: 'us-east-1', instanceType: 'c5.metal', imageName: 'cml-2.9*' };

function problemsOf(fields: Partial<SpecDraft>): readonly string[] {
  const completed = completeSpec({ ...draft, ...fields });
  return completed.ok ? [] : completed.rejection.map(({ field, message }) => `${field}: ${message}`);
}

describe('a spec by hand', () => {
  test('takes its size and price from a known instance type', () => {
    expect(completeSpec(draft)).toEqual({
      ok: true,
      value: {
        ...draft,
        volumeGiB: 256,
        capacity: { cpuCores: 96, memoryMiB: 192 * 1024, storageGiB: 192, nodes: 200 },
        portRange: { first: 2000, last: 9999 },
        hourlyCostUsd: 4.08,
        unlicensedNodes: 5,
        registersLicense: true,
      },
    });
  });

  test('may say less than the type has, and another price', () => {
    const completed = completeSpec({ ...draft, capacity: { cpuCores: 90 }, hourlyCostUsd: 2 });
    expect(completed).toMatchObject({ value: { capacity: { cpuCores: 90, memoryMiB: 196_608 }, hourlyCostUsd: 2 } });
  });

  test('of an unknown type has to say its cores, its memory and what it costs', () => {
    expect(problemsOf({ instanceType: 'x9.huge' })).toEqual([
      'capacity: the instance type x9.huge is not known here: say its cores and memory',
      'hourlyCostUsd: no price of x9.huge in us-east-1 is known: say what it costs an hour',
    ]);
    const capacity = { cpuCores: 4, memoryMiB: 8192 };
    expect(problemsOf({ instanceType: 'x9.huge', capacity, hourlyCostUsd: 1 })).toEqual([]);
  });

  test('in a region without known prices has to say its own', () => {
    expect(problemsOf({ region: 'xx-nowhere-1' })).toEqual([
      'hourlyCostUsd: no price of c5.metal in xx-nowhere-1 is known: say what it costs an hour',
    ]);
  });

  test.each([
    [{ portRange: { first: 3000, last: 2000 } }, 'portRange: the port range 3000 to 2000 is empty'],
    [{ capacity: { cpuCores: 97 } }, 'capacity.cpuCores: c5.metal has 96 cores, not 97'],
    [{ capacity: { cpuCores: 0 } }, 'capacity.cpuCores: a worker needs at least one core'],
    [{ capacity: { memoryMiB: 0 } }, 'capacity.memoryMiB: a worker needs memory'],
    [{ capacity: { memoryMiB: 999_999 } }, 'capacity.memoryMiB: c5.metal has 196608 MiB of memory, not 999999'],
    [{ capacity: { nodes: 0 } }, 'capacity.nodes: a worker for no node is of no use'],
    [
      { volumeGiB: 50, capacity: { storageGiB: 60 } },
      'capacity.storageGiB: labs cannot have 60 GiB of a volume of 50 GiB',
    ],
  ])('is refused with what is wrong: %j', (fields, problem) => {
    expect(problemsOf(fields)).toEqual([problem]);
  });
});

describe('other places to launch at', () => {
  const places = { instanceTypes: ['m5.metal', 'x9.huge'], zones: ['us-east-1a', 'us-east-1b'] };

  test('are part of the spec', () => {
    expect(completeSpec({ ...draft, ...places, capacity: { cpuCores: 48 } })).toMatchObject({ value: places });
  });

  test('are of the region, and of types that hold as much', () => {
    expect(problemsOf({ zones: ['us-east-1a', 'us-west-2a'] })).toEqual(['zones: us-west-2a is no zone of us-east-1']);
    expect(problemsOf({ instanceTypes: ['m5zn.metal'] })).toEqual(['instanceTypes: m5zn.metal has 48 cores, not 96']);
  });
});

describe('instance types', () => {
  test('are each there once, with two vCPUs to a core', () => {
    expect(new Set(instanceTypes.map(({ name }) => name)).size).toBe(instanceTypes.length);
    expect(instanceTypes.filter(({ vcpus, cores }) => vcpus !== 2 * cores)).toEqual([]);
  });

  test('that are metal virtualise by themselves, of the others the eighth Intel generation by an option', () => {
    for (const { name, metal, nested } of instanceTypes) {
      expect(metal).toBe(name.includes('.metal'));
      const byOption = /^[cmr]8i\./.test(name) ? 'cpu-option' : 'none';
      expect([name, nested]).toEqual([name, metal ? 'metal' : byOption]);
    }
  });

  test('have the listed price where the list is of, one by comparison elsewhere, and none where nothing is known', () => {
    expect(hourlyPriceOf('m5zn.metal', 'us-east-1')).toEqual({ usd: 4.3605, isEstimate: false });
    // m5d.metal costs 6.528 there and 5.424 here.
    expect(hourlyPriceOf('m5.metal', 'eu-central-1')).toEqual({ usd: 5.5459, isEstimate: true });
    expect(hourlyPriceOf('m5.metal', 'xx-nowhere-1')).toBeUndefined();
    expect(hourlyPriceOf('x9.huge', 'us-east-1')).toBeUndefined();
    expect(pricedRegions.map(volumePriceOf)).not.toContain(undefined);
  });
});
