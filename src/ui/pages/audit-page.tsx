import { whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { filterOf } from '../lib/audit-filter.ts';
import { historyWords } from '../lib/event-words.ts';
import { humanize, plural } from '../lib/format.ts';
import type { LiveStore } from '../lib/live-store.ts';
import { paths } from '../lib/paths.ts';
import { useDebounced } from '../lib/use-debounced.ts';
import { type Loaded, useLoad } from '../lib/use-load.ts';
import type { AuditPage as AuditPageOf, Commit } from '../lib/views.ts';
import { AuditChanges } from '../parts/audit-changes.tsx';
import { AuditFilters } from '../parts/audit-filters.tsx';
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
  const open = useSignal(false);
  const { by, events, operation, stream, correlationId, position } = entry;
  return (
    <tr>
      <td data-label="When">
        <Time at={entry.at} />
      </td>
      <td data-label="Who" title={by.id}>
        {by.name}
        {by.roles.join(', ') === by.name ? null : <div class="small text-body-secondary">as {by.roles.join(', ')}</div>}
      </td>
      <td data-label="What">
        {humanize(operation)}
        {events.map((event, index) => (
          <div key={index} class="small text-body-secondary">
            <Words text={historyWords(event)} />
          </div>
        ))}
        {open.value && <AuditChanges position={position} />}
      </td>
      <td data-label="On what">
        <Subject stream={stream} />
      </td>
      <td data-label="More">
        <div class="d-flex flex-wrap gap-1">
          <button
            type="button"
            class="btn btn-sm btn-outline-secondary"
            aria-expanded={open.value}
            onClick={() => {
              open.value = !open.value;
            }}
          >
            Values
          </button>
          <a class="btn btn-sm btn-outline-secondary" href={sameRequest(correlationId)} title={correlationId}>
            Same request
          </a>
        </div>
      </td>
    </tr>
  );
}

function sameRequest(correlationId: string): string {
  return `${paths.audit()}?${new URLSearchParams({ q: `correlation:"${correlationId}"` }).toString()}`;
}

function AuditTable({ items }: { readonly items: readonly Commit[] }): VNode {
  return (
    <table class="table table-stack">
      <caption class="visually-hidden">Audit log</caption>
      <thead>
        <tr>
          {['When', 'Who', 'What', 'On what', 'More'].map((name) => (
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

const pageSize = '50';
const newerEveryMs = 10_000;

interface TurnProps {
  readonly next: AuditPageOf['next'];
  readonly onNewest: () => void;
}

function Turn({ next, onNewest }: TurnProps): VNode {
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
        <EmptyState title={value.next === undefined ? 'Nothing was done that matches' : 'Nothing here: look older'} />
      )}
    </>
  );
}

/** What has come since the page was read. The page stays as it is until one asks for it. */
function Newer({ head, onNewest }: { readonly head: number; readonly onNewest: () => void }): VNode | null {
  const { api, router, timing } = useApp();
  const round = useSignal(0);
  const asked = filterOf(router.query.value);
  const key = `${head} ${JSON.stringify(asked)} ${round.value}`;
  const newer = useLoad(key, async () => api.newerAudit({ ...asked, after: String(head) }));
  useEffect(
    () =>
      timing.after(newerEveryMs, () => {
        round.value += 1;
      }),
    [key],
  );
  if (newer.value === undefined || newer.value === 0) return null;
  return (
    <button type="button" class="btn btn-sm btn-primary mb-2" onClick={onNewest}>
      Show {plural(newer.value, 'new entry', 'new entries')}
    </button>
  );
}

function Log(): VNode {
  const { api, router } = useApp();
  const round = useSignal(0);
  const asked = filterOf(useDebounced(router.query.value, 250));
  const before = router.query.value.get('before');
  const request = { ...asked, limit: pageSize, ...(before === null ? {} : { before }) };
  const page = useLoad(`${JSON.stringify(request)} ${round.value}`, async () => api.audit(request));
  const onNewest = (): void => {
    router.setQuery({ before: '' });
    round.value += 1;
  };
  return (
    <>
      <AuditFilters />
      {page.value !== undefined && <Newer head={page.value.head} onNewest={onNewest} />}
      <Items page={page} />
      <Turn next={page.value?.next} onNewest={onNewest} />
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
