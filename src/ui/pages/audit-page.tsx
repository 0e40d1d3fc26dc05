import { whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { historyWords } from '../lib/event-words.ts';
import { humanize } from '../lib/format.ts';
import type { LiveStore } from '../lib/live-store.ts';
import { paths } from '../lib/paths.ts';
import { type Loaded, useLoad } from '../lib/use-load.ts';
import type { AuditPage as AuditPageOf, Commit } from '../lib/views.ts';
import { CopyId } from '../parts/copy-id.tsx';
import { EmptyState, Loading, Page } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { Words } from '../parts/words.tsx';

const screens = {
  worker: {
    href: paths.worker,
    word: 'Worker',
    nameOf: (live: LiveStore, id: string) => live.find('worker', id)?.name,
  },
  session: {
    href: paths.session,
    word: 'Session',
    nameOf: (live: LiveStore, id: string) => live.find('session', id)?.name,
  },
  definition: {
    href: paths.definition,
    word: 'Definition',
    nameOf: (live: LiveStore, id: string) => live.find('definition', id)?.title,
  },
} as const;

function hasScreen(kind: string): kind is keyof typeof screens {
  return Object.hasOwn(screens, kind);
}

function Subject({ stream }: { readonly stream: string }): VNode {
  const { live } = useApp();
  const [kind = '', id = ''] = stream.split('/');
  if (!hasScreen(kind)) return <span>{`${humanize(kind)} ${id}`}</span>;
  const { href, word, nameOf } = screens[kind];
  return <a href={href(id)}>{nameOf(live, id) ?? `${word} ${id}`}</a>;
}

function AuditRow({ entry }: { readonly entry: Commit }): VNode {
  return (
    <tr>
      <td data-label="When">
        <Time at={entry.at} />
      </td>
      <td data-label="Who" title={entry.by.id}>
        {entry.by.name}
      </td>
      <td data-label="What">
        {humanize(entry.operation)}
        {entry.events.map((event, index) => (
          <div key={index} class="small text-body-secondary">
            <Words text={historyWords(event)} />
          </div>
        ))}
      </td>
      <td data-label="On what">
        <Subject stream={entry.stream} />
      </td>
      <td data-label="Correlation">
        <CopyId id={entry.correlationId} />
      </td>
    </tr>
  );
}

function AuditTable({ items }: { readonly items: readonly Commit[] }): VNode {
  return (
    <table class="table table-stack">
      <caption class="visually-hidden">Audit log</caption>
      <thead>
        <tr>
          {['When', 'Who', 'What', 'On what', 'Correlation'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((entry) => (
          <AuditRow key={entry.position} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

const filters = [
  { name: 'actor', label: 'Who: a part of the name' },
  { name: 'operation', label: 'What: a part of the operation, as Book' },
  { name: 'subject', label: 'On what: a kind or an id' },
] as const;

function Filters(): VNode {
  const { router } = useApp();
  const query = router.query.value;
  return (
    <search class="d-flex flex-wrap gap-2 mb-3">
      {filters.map(({ name, label }) => (
        <input
          key={name}
          type="search"
          class="form-control filter-text"
          placeholder={label}
          aria-label={label}
          value={query.get(name) ?? ''}
          onChange={(event) => router.setQuery({ [name]: event.currentTarget.value.trim(), before: '' })}
        />
      ))}
    </search>
  );
}

const pageSize = '50';

function askedFor(query: URLSearchParams): Readonly<Record<string, string>> {
  const names = ['actor', 'operation', 'subject', 'before'].filter((name) => query.has(name));
  return { limit: pageSize, ...Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) };
}

function Turn({ next, onNewest }: { readonly next: AuditPageOf['next']; readonly onNewest: () => void }): VNode {
  const { router } = useApp();
  return (
    <div class="d-flex gap-2">
      <button type="button" class="btn btn-outline-secondary" onClick={onNewest}>
        Newest
      </button>
      {next !== undefined && (
        <button
          type="button"
          class="btn btn-outline-secondary"
          onClick={() => router.setQuery({ before: String(next) })}
        >
          Older
        </button>
      )}
    </div>
  );
}

function Items({ page }: { readonly page: Loaded<AuditPageOf> }): VNode {
  const { value, trouble } = page;
  if (value === undefined)
    return trouble === undefined ? <Loading what="the audit log" /> : <TroubleNote trouble={trouble} />;
  return (
    <>
      <TroubleNote trouble={trouble} />
      {value.items.length > 0 ? (
        <AuditTable items={value.items} />
      ) : (
        <EmptyState title="Nothing was done that matches" />
      )}
    </>
  );
}

function Log(): VNode {
  const { api, router } = useApp();
  const round = useSignal(0);
  const asked = askedFor(router.query.value);
  const page = useLoad(`${JSON.stringify(asked)} ${round.value}`, async () => api.audit(asked));
  return (
    <>
      <Filters />
      <Items page={page} />
      <Turn
        next={page.value?.next}
        onNewest={() => {
          router.setQuery({ before: '' });
          round.value += 1;
        }}
      />
    </>
  );
}

/** Who did what, when, and to what. */
export function AuditPage(): VNode {
  const refused = whyNot(useApp().me.value, 'audit:read');
  return (
    <Page title="Audit" lead="Every change, who made it and when">
      {refused === undefined ? (
        <Log />
      ) : (
        <EmptyState title="You may not read the audit log">
          <p>{refused}</p>
        </EmptyState>
      )}
    </Page>
  );
}
