import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type Column, nextSort, type Sort } from '../lib/table.ts';
import type { Choice, List } from '../lib/use-list.ts';
import { Pager } from './pager.tsx';

export interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** Where there are rows to choose. */
  readonly nameOf?: (row: Row) => string;
  readonly choice?: Choice<Row> | undefined;
  /** Where the address says how it is sorted: one table of a screen, not a table in a card. */
  readonly sort?: Sort | undefined;
  readonly isSortable?: boolean;
}

interface HeadProps {
  readonly column: Column<never>;
  readonly sort: Sort | undefined;
  readonly isSortable: boolean;
}

function wayOf({ isDown }: Sort): 'descending' | 'ascending' {
  return isDown ? 'descending' : 'ascending';
}

function HeadCell({ column, sort, isSortable }: HeadProps): VNode {
  const { router } = useApp();
  const way = sort?.key === column.key ? wayOf(sort) : undefined;
  const side = column.isNumber === true ? 'text-end' : '';
  if (column.sortBy === undefined || !isSortable) {
    return (
      <th scope="col" class={side}>
        {column.label}
      </th>
    );
  }
  return (
    <th scope="col" class={side} aria-sort={way}>
      <button
        type="button"
        class={way === undefined ? 'sort' : `sort sort-${way}`}
        onClick={() => router.setQuery({ sort: nextSort(column, sort), page: '' })}
      >
        {column.label}
      </button>
    </th>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Up and down lead from row to row, so that many can be chosen without a mouse. */
function walkRows(event: KeyboardEvent): void {
  const step = steps[event.key];
  const box = event.target;
  if (step === undefined || !(box instanceof HTMLInputElement)) return;
  const boxes = [...(box.closest('tbody')?.querySelectorAll<HTMLInputElement>('.row-choice input') ?? [])];
  const at = boxes.indexOf(box);
  if (at === -1) return;
  event.preventDefault();
  boxes[at + step]?.focus();
}

interface RowProps<Row> extends Pick<DataTableProps<Row>, 'columns' | 'choice'> {
  readonly row: Row;
  readonly id: string;
  readonly name: string;
}

function RowChoice<Row>({ row, id, name, choice }: RowProps<Row>): VNode | null {
  if (choice === undefined) return null;
  const why = choice.whyNot(row);
  return (
    <td class="row-choice">
      <input
        type="checkbox"
        class="form-check-input"
        aria-label={why === undefined ? `Choose ${name}` : `${name} cannot be chosen: ${why}`}
        title={why}
        aria-disabled={why !== undefined}
        checked={choice.has(id)}
        onClick={(event) => {
          if (why !== undefined) event.preventDefault();
          else choice.toggle(id, event.shiftKey);
        }}
      />
    </td>
  );
}

function TableRow<Row>(props: RowProps<Row>): VNode {
  const { row, id, columns, choice } = props;
  const isChosen = choice?.has(id);
  const [first, ...others] = columns;
  return (
    <tr class={isChosen === true ? 'table-active' : ''} aria-selected={isChosen}>
      <RowChoice {...props} />
      {first && (
        <th scope="row" data-label={first.label}>
          {first.cell(row)}
        </th>
      )}
      {others.map(({ key, label, cell, isNumber = false }) => (
        <td key={key} data-label={label} class={isNumber ? 'text-end' : ''}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

function ChooseAll({ choice }: { readonly choice: Pick<Choice<unknown>, 'isWholePage' | 'togglePage'> }): VNode {
  return (
    <th scope="col" class="row-choice">
      <input
        type="checkbox"
        class="form-check-input"
        aria-label="Choose all on this page"
        checked={choice.isWholePage}
        onChange={choice.togglePage}
      />
    </th>
  );
}

/** Rows of facts by columns; they can be sorted and chosen where that is asked for. On a phone each becomes a block. */
export function DataTable<Row>(props: DataTableProps<Row>): VNode {
  const { caption, columns, rows, choice, idOf, sort, nameOf = idOf, isSortable = false } = props;
  return (
    <div class="table-wide" role="region" aria-label={caption} tabIndex={0}>
      <table class="table table-stack table-hover align-middle data-table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {choice !== undefined && <ChooseAll choice={choice} />}
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={sort} isSortable={isSortable} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={walkRows}>
          {rows.map((row) => (
            <TableRow key={idOf(row)} id={idOf(row)} name={nameOf(row)} row={row} columns={columns} choice={choice} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

export interface ListTableProps<Row> {
  readonly caption: string;
  readonly list: List<Row>;
  readonly choice?: Choice<Row>;
  /** Those of the page with what is known of them while they are shown. */
  readonly rows?: readonly Row[];
}

/** The table of a screen: its order, its columns and its page are in the address. */
export function ListTable<Row>({ caption, list, choice, rows = list.page.rows }: ListTableProps<Row>): VNode {
  const { columns, sort, page, idOf, nameOf } = list;
  return (
    <>
      <DataTable
        caption={caption}
        columns={columns}
        rows={rows}
        sort={sort}
        isSortable
        idOf={idOf}
        nameOf={nameOf}
        choice={choice}
      />
      <Pager page={page} total={list.rows.length} />
    </>
  );
}
