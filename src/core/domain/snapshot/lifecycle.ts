/** The whole lifecycle of a snapshot, as data: aggregate, API, screens and tests read this one table. */
export const snapshotTransitions = {
  requested: ['pending', 'error', 'deleting'],
  pending: ['completed', 'error', 'deleting', 'deleted'],
  completed: ['deleting', 'deleted'],
  error: ['deleting'],
  // Back to where it was when EC2 keeps it.
  deleting: ['deleted', 'completed', 'error'],
  deleted: [],
} as const satisfies Record<string, readonly string[]>;

export type SnapshotState = keyof typeof snapshotTransitions;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its states
export const snapshotStates = Object.keys(snapshotTransitions) as SnapshotState[];

/** In which states each action of a person or of a policy is allowed. */
const allowedIn = {
  delete: ['requested', 'pending', 'completed', 'error'],
  restore: ['completed'],
} as const satisfies Record<string, readonly SnapshotState[]>;

export type SnapshotAction = keyof typeof allowedIn;

export function snapshotCan(action: SnapshotAction, snapshot: { readonly state: SnapshotState }): boolean {
  const states: readonly SnapshotState[] = allowedIn[action];
  return states.includes(snapshot.state);
}

export function snapshotMayBecome(from: SnapshotState, to: SnapshotState): boolean {
  const next: readonly SnapshotState[] = snapshotTransitions[from];
  return next.includes(to);
}
