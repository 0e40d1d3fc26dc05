import { useApp } from './app.ts';
import { type Column, type PageOfRows, pageOf, type Sort, shownColumns, sorted, sortOf } from './table.ts';
import { type Selection, useSelection } from './use-selection.ts';

export interface ListAsked<Row> {
  /** Under what the choice of columns is kept. */
  readonly table: string;
  readonly columns: readonly Column<Row>[];
  /** In the order that is shown as long as nobody sorts by a column. */
  readonly rows: readonly Row[];
  /** By what it is sorted at first, where a column says that. */
  readonly sortedBy?: string;
  readonly idOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
}

/** A list as its address asks for it: sorted, one page of it, with the columns of the viewer’s choice. */
export interface List<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly page: PageOfRows<Row>;
  readonly sort: Sort | undefined;
  readonly idOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
}

/** As many as one scrolls through; a thousand rows at once nobody reads, and no browser draws quickly. */
const rowsAPage = 50;

/** What the address says, else what this browser remembers. */
export function useChosenColumns(table: string): string | undefined {
  const { router, kept } = useApp();
  return router.query.value.get('columns') ?? kept.get(`${table}.columns`);
}

export function useList<Row>({ table, columns, rows, sortedBy = '', ...names }: ListAsked<Row>): List<Row> {
  const query = useApp().router.query.value;
  const sort = sortOf(query.get('sort') ?? sortedBy, columns);
  const ordered = sorted(rows, columns, sort);
  return {
    ...names,
    columns: shownColumns(columns, useChosenColumns(table)),
    rows: ordered,
    page: pageOf(ordered, Number(query.get('page') ?? 1), rowsAPage),
    sort,
  };
}

/** Which rows of a list are chosen, and which may be. */
export interface Choice<Row> extends Selection {
  readonly rows: readonly Row[];
  /** How many match the filter and can be chosen. */
  readonly choosable: number;
  /** Why a row cannot be chosen. */
  readonly whyNot: (row: Row) => string | undefined;
}

interface Choosable<Row> {
  readonly rows: readonly Row[];
  /** Those that one sees. */
  readonly page: { readonly rows: readonly Row[] };
  readonly idOf: (row: Row) => string;
}

export function useChoice<Row>(
  { rows, page, idOf }: Choosable<Row>,
  whyNot: (row: Row) => string | undefined,
): Choice<Row> {
  const choosable = rows.filter((row) => whyNot(row) === undefined);
  const isChoosable = new Set(choosable);
  const onPage = page.rows.filter((row) => isChoosable.has(row));
  const selection = useSelection({ all: choosable.map(idOf), page: onPage.map(idOf) });
  return {
    ...selection,
    rows: choosable.filter((row) => selection.has(idOf(row))),
    choosable: choosable.length,
    whyNot,
  };
}
