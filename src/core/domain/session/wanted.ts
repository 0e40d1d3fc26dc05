import type { Instant } from '../../kernel/index.ts';

/** As asked: without a start, as soon as possible. */
export interface Wanted {
  readonly start?: Instant | undefined;
  readonly durationMinutes: number;
  readonly region?: string | undefined;
  readonly regionOnly?: boolean | undefined;
}
