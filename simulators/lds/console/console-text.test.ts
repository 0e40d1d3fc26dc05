import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConsoleText } from './console-text.ts';

const noisy = Buffer.concat([
  Buffer.from([255, 251, 1, 255, 253, 3]),
  Buffer.from('\r\nR1'),
  Buffer.from([255, 250, 24, 0, 255, 240]),
  Buffer.from('#\u0007 \u001b[1;31mgrüezi\u001b[0m\0'),
  Buffer.from([255, 241]),
  Buffer.from('\r\n'),
]);

test('negotiation and control sequences are not shown, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: noisy.length })), (cuts) => {
      const text = new ConsoleText();
      const ends = [...cuts.toSorted((a, b) => a - b), noisy.length];
      const shown = ends.map((end, at) => text.push(noisy.subarray(ends[at - 1] ?? 0, end)));
      expect(shown.join('')).toBe('\nR1# grüezi\n');
    }),
  );
});

test('who shows what is typed is known from the negotiation', () => {
  const text = new ConsoleText();
  expect(text.remoteEcho).toBe(false);
  text.push(Buffer.from([255, 251, 3, 255, 251, 1]));
  expect(text.remoteEcho).toBe(true);
  text.push(Buffer.from([255, 252, 1]));
  expect(text.remoteEcho).toBe(false);
});
