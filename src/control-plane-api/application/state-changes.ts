/** One value of something's state that a decision changed. Absent: there was, or is, none. */
export interface StateChange {
  /** `placement.workerName` */
  readonly path: string;
  readonly before?: Leaf | undefined;
  readonly after?: Leaf | undefined;
}

type Leaf = string | number | boolean | null;

/** More than anybody reads at once. */
const most = 200;

/** What differs between two states as JSON, by path. */
export function stateChanges(before: unknown, after: unknown): readonly StateChange[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  return paths
    .filter((path) => was.get(path) !== is.get(path))
    .slice(0, most)
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }));
}

function leavesOf(state: unknown): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const visit = (value: unknown, path: string): void => {
    if (isLeaf(value)) leaves.set(path, value);
    else for (const [name, inner] of Object.entries(value ?? {})) visit(inner, path === '' ? name : `${path}.${name}`);
  };
  visit(state, '');
  return leaves;
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
