/** The browser's time as the application sees it, so that tests hold the clock in their hands. */
export interface Timing {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls once after `ms`; the answer cancels. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Calls before the next picture is drawn. */
  readonly frame: (run: () => void) => void;
}
