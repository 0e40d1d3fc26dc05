/** An instance that somebody else launched. */
export interface Stranger {
  readonly id: string;
  readonly region: string;
  /** Whether it is made of an image that discovery looks for. */
  readonly isAlike: boolean;
}
