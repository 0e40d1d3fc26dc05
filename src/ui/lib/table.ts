import type { ComponentChildren } from 'preact';

/** One column of a table that can be chosen, and sorted by when there is something to compare. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly sortBy?: (row: Row) => string | number | undefined;
  /** Shown only to those who choose it. */
  readonly isExtra?: boolean;
  readonly isNumber?: boolean;
}

export interface Sort {
  readonly key: string;
  readonly isDown: boolean;
}

/** `name`, or `-price` from the most to the least. */
export function sortOf(text: string, columns: readonly Column<never>[]): Sort | undefined {
  const isDown = text.startsWith('-');
  const key = isDown ? text.slice(1) : text;
  return columns.some((column) => column.key === key && column.sortBy !== undefined) ? { key, isDown } : undefined;
}

/** What choosing a column’s head sorts by: numbers begin with the most, a second time turns them round. */
export function nextSort({ key, isNumber = false }: Column<never>, current: Sort | undefined): string {
  const isDown = current?.key === key ? !current.isDown : isNumber;
  return isDown ? `-${key}` : key;
}

/** Stable; what has nothing to compare comes last, whichever way round. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const sortBy = columns.find(({ key }) => key === sort?.key)?.sortBy;
  if (sort === undefined || sortBy === undefined) return rows;
  const keyed = rows.map((row) => ({ row, by: sortBy(row) }));
  const way = sort.isDown ? -1 : 1;
  return keyed.toSorted((a, b) => compare(a.by, b.by, way)).map(({ row }) => row);
}

/** Made once: `localeCompare` makes its own at each comparison. */
const collator = new Intl.Collator(undefined, { numeric: true });

type Comparable = string | number | undefined;

function compare(a: Comparable, b: Comparable, way: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'number' && typeof b === 'number') return (a - b) * way;
  return collator.compare(String(a), String(b)) * way;
}

/** In the order in which the table has them; the first is always there. */
export function shownColumns<Row>(columns: readonly Column<Row>[], chosen: string | undefined): readonly Column<Row>[] {
  if (chosen === undefined) return columns.filter(({ isExtra = false }) => !isExtra);
  const keys = chosen.split(',');
  return columns.filter(({ key }, index) => index === 0 || keys.includes(key));
}

export interface PageOfRows<Row> {
  readonly rows: readonly Row[];
  /** From 1; a page that is not there any more is the last one. */
  readonly page: number;
  readonly pages: number;
  readonly first: number;
}

export function pageOf<Row>(rows: readonly Row[], wanted: number, size: number): PageOfRows<Row> {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(pages, Math.max(1, Number.isInteger(wanted) ? wanted : 1));
  const first = (page - 1) * size;
  return { rows: rows.slice(first, first + size), page, pages, first };
}
