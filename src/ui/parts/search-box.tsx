import type { Field, Searchable } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';

const kinds = {
  choice: 'one of ',
  text: 'text',
  number: 'number',
  time: 'time',
} as const satisfies Record<Field<never>['kind'], string>;

function valuesOf(field: Field<never>): string {
  return field.kind === 'choice' ? kinds.choice + field.choices.join(', ') : kinds[field.kind];
}

const examples = [
  ['exam "room 1"', 'both, in any order; a phrase in quotes'],
  ['status:running,stopped', 'any of the values'],
  ['-template:metal', 'everything but'],
  ['created>=2026-11-21 start<+2h', 'times: days, hours, or from now on'],
] as const;

/** The fields of a list, for whoever does not know them by heart. */
function Help({ id, searchable }: { readonly id: string; readonly searchable: Searchable<never> }): VNode {
  return (
    <div id={id} popover="auto" class="popover-box search-help small">
      <p class="h6">How to search</p>
      <dl>
        {examples.map(([query, meaning]) => (
          <div key={query}>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p class="h6">Fields of this list</p>
      <dl>
        {Object.entries(searchable.fields).map(([name, field]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {field.about} <span class="text-body-secondary">({valuesOf(field)})</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

export interface SearchBoxProps {
  readonly label: string;
  readonly searchable: Searchable<never>;
  /** What is wrong with what stands in it. */
  readonly fault: string | undefined;
  readonly onQuery?: ((query: string) => void) | undefined;
}

/** A query in the address, so that a view can be bookmarked and shared. */
export function SearchBox({ label, searchable, fault, onQuery }: SearchBoxProps): VNode {
  const { router } = useApp();
  const helpId = useId();
  const faultId = useId();
  return (
    <div class="filter-text">
      <div class="input-group">
        <input
          type="search"
          class={`form-control ${fault === undefined ? '' : 'is-invalid'}`}
          placeholder={label}
          aria-label={label}
          aria-invalid={fault !== undefined}
          aria-describedby={faultId}
          spellcheck={false}
          value={router.query.value.get('q') ?? ''}
          onInput={({ currentTarget: { value } }) => (onQuery ?? ((q) => router.setQuery({ q, page: '' })))(value)}
        />
        <button
          type="button"
          class="btn btn-outline-secondary"
          aria-label="How to search"
          title="How to search"
          popoverTarget={helpId}
        >
          ?
        </button>
      </div>
      <div id={faultId} class="small text-danger" role="status">
        {fault}
      </div>
      <Help id={helpId} searchable={searchable} />
    </div>
  );
}
