import type { Random } from '@lcm/core/kernel';

/** The product and the world outside, as a story meets them. */
export interface Product {
  /** Whether it is the demo: one process, with the world's own notes on the screens. */
  readonly isOneProcess: boolean;
  readonly url: string;
  readonly awsUrl: string;
  readonly ldsUrl: string;
  readonly cmlPort: number;
  readonly cmlPassword: string;
  readonly log: string;
  /** What of the log is not everyday: warnings, errors, and whatever is no line of it. */
  readonly warnings: string;
  readonly starts: readonly Start[];
  /** Everything that serves ends, as when the power fails: nothing of it gets to say good-bye. */
  readonly kill: () => Promise<void>;
  /** Returns once it serves. A second start has the same data and the same ports. */
  readonly start: () => Promise<void>;
  /** Kills one process, whichever it is, and starts it again; says which it was. */
  readonly strike: (random: Random) => Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface Start {
  readonly at: number;
  readonly tookMs: number;
}
