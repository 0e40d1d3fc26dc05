import type { VNode } from 'preact';
import type { SavedView } from '../lib/saved-views.ts';
import type { Column } from '../lib/table.ts';
import { ColumnPicker } from './column-picker.tsx';
import { SavedViews } from './saved-views.tsx';

export interface TableToolsProps {
  /** Under what views and columns are kept. */
  readonly table: string;
  readonly path: string;
  readonly presets: readonly SavedView[];
  readonly columns: readonly Column<never>[];
}

/** What a viewer makes of the table of a screen. */
export function TableTools({ table, path, presets, columns }: TableToolsProps): VNode {
  return (
    <>
      <SavedViews table={table} path={path} presets={presets} />
      <ColumnPicker table={table} columns={columns} />
    </>
  );
}
