import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { type SavedView, viewQuery, viewsFrom, withView } from '../lib/saved-views.ts';

export interface SavedViewsProps {
  /** Under what they are kept. */
  readonly table: string;
  readonly path: string;
  readonly presets: readonly SavedView[];
}

/** Filters by name: some that everybody has, and those that this browser keeps. Each is an address that can be shared. */
export function SavedViews({ table, path, presets }: SavedViewsProps): VNode {
  const { kept } = useApp();
  const id = useId();
  const key = `${table}.views`;
  const own = viewsFrom(kept.get(key));
  const keep = (views: readonly SavedView[]): void =>
    kept.set(key, views.length === 0 ? undefined : JSON.stringify(views));
  return (
    <>
      <button type="button" class="btn btn-outline-secondary" popoverTarget={id}>
        Views
      </button>
      <div id={id} popover="auto" class="popover-box">
        <ul class="list-unstyled mb-2">
          {presets.map(({ name, query }) => (
            <li key={name}>
              <a href={`${path}?${query}`}>{name}</a>
            </li>
          ))}
          {own.map(({ name, query }) => (
            <li key={name} class="d-flex gap-2">
              <a class="me-auto" href={`${path}?${query}`}>
                {name}
              </a>
              <button
                type="button"
                class="btn-close btn-close-small"
                aria-label={`Forget the view ${name}`}
                onClick={() => keep(own.filter((view) => view.name !== name))}
              />
            </li>
          ))}
        </ul>
        <SaveView onSave={(view) => keep(withView(own, view))} />
      </div>
    </>
  );
}

function SaveView({ onSave }: { readonly onSave: (view: SavedView) => void }): VNode {
  const { router, announce } = useApp();
  const name = useSignal('');
  const save = (event: Event): void => {
    event.preventDefault();
    const wanted = name.value.trim();
    if (wanted === '') return;
    onSave({ name: wanted, query: viewQuery(router.query.value) });
    announce(`The view ${wanted} is kept in this browser`);
    name.value = '';
  };
  return (
    <form class="input-group input-group-sm" onSubmit={save}>
      <input
        class="form-control"
        aria-label="Name of the view"
        placeholder="Keep this view as"
        maxLength={60}
        value={name}
        onInput={({ currentTarget }) => {
          name.value = currentTarget.value;
        }}
      />
      <button type="submit" class="btn btn-outline-secondary">
        Keep
      </button>
    </form>
  );
}
