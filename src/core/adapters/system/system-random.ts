import { randomBytes } from 'node:crypto';
import type { Random } from '../../kernel/index.ts';

/** Randomness from the operating system, good enough for ids that must not be guessed. */
export class SystemRandom implements Random {
  next(): number {
    return randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
  }
}
