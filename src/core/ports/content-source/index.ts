/** One lab as its author keeps it: text files by name, `package.yaml` and `cml.yaml` among them. Never changed: replaced. */
export interface ContentFolder {
  readonly name: string;
  /** Changes when any file does. */
  readonly hash: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Where lab authors put their content packages: a folder or a bucket. */
export interface ContentSource {
  /** For people: a path, or `s3://bucket/prefix`. */
  readonly place: string;
  /** All of them, by name. @throws ContentSourceError */
  list(): Promise<readonly ContentFolder[]>;
}

export class ContentSourceError extends Error {
  override readonly name = 'ContentSourceError';
}
