import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type Column, nextSort, type Sort } from '../lib/table.ts';
import type { Selection } from '../lib/use-selection.ts';

export interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly sort: Sort | undefined;
  readonly idOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly selection: Selection;
  /** Why a row cannot be chosen. */
  readonly whyNot: (row: Row) => string | undefined;
}

function HeadCell({ column, sort }: { readonly column: Column<never>; readonly sort: Sort | undefined }): VNode {
  const { router } = useApp();
  const isSorted = sort?.key === column.key;
  const way = sort?.isDown === true ? 'descending' : 'ascending';
  const side = column.isNumber === true ? 'text-end' : '';
  if (column.sortBy === undefined) {
    return (
      <th scope="col" class={side}>
        {column.label}
      </th>
    );
  }
  return (
    <th scope="col" class={side} aria-sort={isSorted ? way : undefined}>
      <button
        type="button"
        class={`sort ${isSorted ? `sort-${way}` : ''}`}
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
  event.preventDefault();
  const boxes = [...(box.closest('tbody')?.querySelectorAll<HTMLInputElement>('.row-choice input') ?? [])];
  boxes[boxes.indexOf(box) + step]?.focus();
}

interface RowProps<Row> extends Pick<DataTableProps<Row>, 'columns' | 'idOf' | 'nameOf' | 'selection' | 'whyNot'> {
  readonly row: Row;
}

function TableRow<Row>({ row, columns, idOf, nameOf, selection, whyNot }: RowProps<Row>): VNode {
  const id = idOf(row);
  const why = whyNot(row);
  const isChosen = selection.has(id);
  const [first, ...others] = columns;
  return (
    <tr class={isChosen ? 'table-active' : ''} aria-selected={isChosen}>
      <td class="row-choice">
        <input
          type="checkbox"
          class="form-check-input"
          aria-label={why === undefined ? `Choose ${nameOf(row)}` : `${nameOf(row)} cannot be chosen: ${why}`}
          title={why}
          aria-disabled={why !== undefined}
          checked={isChosen}
          onClick={(event) => {
            if (why !== undefined) event.preventDefault();
            else selection.toggle(id, event.shiftKey);
          }}
        />
      </td>
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

function ChooseAll({ selection }: { readonly selection: Selection }): VNode {
  return (
    <th scope="col" class="row-choice">
      <input
        type="checkbox"
        class="form-check-input"
        aria-label="Choose all on this page"
        checked={selection.isWholePage}
        onChange={selection.togglePage}
      />
    </th>
  );
}

/** Rows that can be sorted by their columns and chosen, one page of them. */
export function DataTable<Row>(props: DataTableProps<Row>): VNode {
  const { caption, columns, rows, sort, selection, idOf } = props;
  return (
    <div class="table-wide" role="region" aria-label={caption} tabIndex={0}>
      <table class="table table-stack table-hover align-middle data-table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <ChooseAll selection={selection} />
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={walkRows}>
          {rows.map((row) => (
            <TableRow key={idOf(row)} row={row} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
