/** One thing that must always hold and did not. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
  /** When it was noticed, in the simulation's time. */
  readonly at: string;
}

export type Report = (invariant: string, what: string) => void;
