import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareVersions, lackedVersion } from './cml-version.ts';

describe('versions of CML', () => {
  test.each([
    ['2.10.0', '2.9.1', 1],
    ['2.9', '2.9.0', 0],
    ['2.9.1+build.4', '2.9.1', 0],
    ['2.8.1', '2.9', -1],
    ['3.0', '2.99.99', 1],
  ])('are compared by their numbers: %s with %s', (one, other, sign) => {
    expect(Math.sign(compareVersions(one, other))).toBe(sign);
    expect(Math.sign(compareVersions(other, one))).toBe(sign === 0 ? 0 : -sign);
  });

  test('are in the order of their parts, whatever those are', () => {
    const part = fc.nat({ max: 300 });
    fc.assert(
      fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (one, other) => {
        const at = one.findIndex((number, index) => number !== other[index]);
        const sign = at === -1 ? 0 : Math.sign((one[at] ?? 0) - (other[at] ?? 0));
        expect(Math.sign(compareVersions(one.join('.'), other.join('.')))).toBe(sign);
      }),
    );
  });
});

describe('a worker', () => {
  const worker = { cmlVersion: '2.10.0' };

  test('has the CML that a lab runs on, or says which it has', () => {
    expect(lackedVersion(worker, { from: '2.9', below: '3.0' })).toBeUndefined();
    expect(lackedVersion(worker, { from: '2.10' })).toBeUndefined();
    expect(lackedVersion(worker, { from: '2.11' })).toBe('its CML is 2.10.0, and the lab needs 2.11 or later');
    expect(lackedVersion(worker, { below: '2.10' })).toBe('its CML is 2.10.0, and the lab needs one before 2.10');
  });

  test('is trusted as long as nobody has seen its CML, and by labs that do not say', () => {
    expect(lackedVersion({}, { from: '2.11' })).toBeUndefined();
    expect(lackedVersion(worker, undefined)).toBeUndefined();
  });
});
