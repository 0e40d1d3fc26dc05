/** A filter with its columns and its order, by name: what stands behind the `?` of its address. */
export interface SavedView {
  readonly name: string;
  readonly query: string;
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null) return false;
  return 'name' in value && typeof value.name === 'string' && 'query' in value && typeof value.query === 'string';
}

/** What was kept; nothing when it cannot be read any more. */
export function viewsFrom(text: string | undefined): readonly SavedView[] {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isView) : [];
  } catch {
    return [];
  }
}

/** Under a name that is taken it replaces what was there. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Everything of an address but the page one is on. */
export function viewQuery(query: URLSearchParams): string {
  const kept = new URLSearchParams(query);
  kept.delete('page');
  return kept.toString();
}
