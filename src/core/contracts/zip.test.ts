import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../kernel/index.ts';
import { filesInZip, isZip, zipOf } from './zip.ts';

const at = instant(Date.UTC(2026, 2, 11, 10, 15, 30));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what was put in comes out, whatever it is', () => {
  const files = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.uint8Array()), {
    selector: ([name]) => name,
  });
  fc.assert(
    fc.property(files, (pairs) => {
      const zip = zipOf(new Map(pairs), at);
      expect(isZip(zip)).toBe(true);
      expect([...filesInZip(zip)].map(([name, content]) => [name, [...content]])).toEqual(
        pairs.map(([name, content]) => [name, [...content]]),
      );
    }),
  );
});

test('the same files at the same time are the same bytes', () => {
  const files = new Map([['a/b.txt', bytes('b')]]);
  expect(zipOf(files, at)).toEqual(zipOf(new Map(files), at));
});

test('a byte that was changed is noticed, and so is what is no archive', () => {
  const zip = zipOf(new Map([['a.txt', bytes('hostname R1')]]), at);
  zip[36] = 0;
  expect(() => filesInZip(zip)).toThrow('a.txt is damaged');
  expect(() => filesInZip(bytes('{"format":"lcm-evidence/1","files":{}}'))).toThrow(RangeError);
  expect(isZip(bytes('{"format":"lcm-evidence/1","files":{}}'))).toBe(false);
});

test('its headers say what every reader of ZIP files looks for', () => {
  const content = bytes('hostname R1');
  const zip = zipOf(new Map([['R1.cfg', content]]), at);
  const view = new DataView(zip.buffer);
  const name = 'R1.cfg'.length;
  const central = 30 + name + content.length;
  expect([view.getUint32(0, true), view.getUint32(central, true)]).toEqual([0x04034b50, 0x02014b50]);
  expect([view.getUint32(14, true), view.getUint32(central + 16, true)]).toEqual([crc32(content), crc32(content)]);
  expect([view.getUint16(26, true), view.getUint32(18, true)]).toEqual([name, content.length]);
  // 10:15:30 and 2026-03-11, as DOS counted.
  expect([view.getUint16(10, true), view.getUint16(12, true)]).toEqual([
    (10 << 11) | (15 << 5) | 15,
    (46 << 9) | (3 << 5) | 11,
  ]);
});
