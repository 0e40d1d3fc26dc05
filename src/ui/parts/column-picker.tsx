import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { type Column, shownColumns } from '../lib/table.ts';
import { useChosenColumns } from '../lib/use-list.ts';

export interface ColumnPickerProps {
  /** Under what the choice is kept. */
  readonly table: string;
  readonly columns: readonly Column<never>[];
}

/** Which columns a table has: in the address, that a view can be shared, and kept for the next time. */
export function ColumnPicker({ table, columns }: ColumnPickerProps): VNode {
  const { router, kept } = useApp();
  const id = useId();
  const shown = shownColumns(columns, useChosenColumns(table)).map(({ key }) => key);
  const choose = (keys: readonly string[] | undefined): void => {
    kept.set(`${table}.columns`, keys?.join(','));
    router.setQuery({ columns: keys?.join(',') ?? '' });
  };
  return (
    <>
      <button type="button" class="btn btn-outline-secondary" popoverTarget={id}>
        Columns
      </button>
      <div id={id} popover="auto" class="popover-box">
        <fieldset>
          <legend class="h6">Columns</legend>
          {columns.slice(1).map(({ key, label }) => (
            <label key={key} class="d-block">
              <input
                type="checkbox"
                class="form-check-input me-2"
                checked={shown.includes(key)}
                onChange={() => choose(shown.includes(key) ? shown.filter((each) => each !== key) : [...shown, key])}
              />
              {label}
            </label>
          ))}
        </fieldset>
        <button type="button" class="btn btn-sm btn-outline-secondary mt-2" onClick={() => choose(undefined)}>
          As at first
        </button>
      </div>
    </>
  );
}
