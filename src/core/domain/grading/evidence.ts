/** What a node printed when it was asked at the end. */
export interface CommandOutput {
  readonly command: string;
  readonly output: string;
}

/** An interface as CML shows it, with the link on it. */
export interface InterfaceEvidence {
  readonly name: string;
  /** CML's own words: `STARTED`, `STOPPED`, `DEFINED_ON_CORE`. */
  readonly state: string;
  readonly link?: { readonly state: string; readonly node: string; readonly interface: string } | undefined;
}

/** What was collected from one node. An empty `running` means that nothing could be read, not that nothing is there. */
export interface NodeEvidence {
  readonly label: string;
  readonly nodeDefinition: string;
  /** CML's state of the node when it was read. */
  readonly state: string;
  readonly running: string;
  readonly startup?: string | undefined;
  readonly consoleLog?: string | undefined;
  /** Absent: it was not asked. */
  readonly outputs?: readonly CommandOutput[] | undefined;
  readonly interfaces?: readonly InterfaceEvidence[] | undefined;
}

export interface LinkEvidence {
  readonly label: string;
  readonly state: string;
}

/** Everything a grading may know of a session. */
export interface Evidence {
  readonly sessionId: string;
  /** ISO 8601 with offset. */
  readonly capturedAt: string;
  readonly nodes: readonly NodeEvidence[];
  readonly links?: readonly LinkEvidence[] | undefined;
}
