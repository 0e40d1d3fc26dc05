/** What is published for one form, as far as the candidate's side needs it. */
export interface LabContent {
  readonly formQualifiedName: string;
  readonly title: string;
  readonly durationMinutes?: number | undefined;
  /** Markdown. */
  readonly tasks: string;
  /** The configuration each node starts from, by label. */
  readonly configurations: ReadonlyMap<string, string>;
  /** The configuration each node should end with, when the author published it. */
  readonly solution?: ReadonlyMap<string, string> | undefined;
}

/** `undefined` when nothing is published under that name. */
export type ContentLoader = (formQualifiedName: string) => Promise<LabContent | undefined>;

/** The lines to type in configuration mode that turn one configuration into another. */
export type CommandsBetween = (from: string, to: string) => readonly string[];
