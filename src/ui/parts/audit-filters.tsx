import { auditKinds, auditSearch } from '@lcm/core/domain/query';
import type { TargetedEvent, VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { auditFault, filterOf } from '../lib/audit-filter.ts';
import { humanize } from '../lib/format.ts';
import { apiPaths } from '../lib/paths.ts';
import type { Router } from '../lib/router.ts';
import { SearchBox } from './search-box.tsx';

const texts = [
  { name: 'actor', label: 'Who', hint: 'part of the name' },
  { name: 'operation', label: 'What', hint: 'as Book' },
  { name: 'subject', label: 'On what', hint: 'kind or id' },
] as const;

const times = [
  { name: 'from', label: 'From' },
  { name: 'to', label: 'Until' },
] as const;

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly children: VNode;
}

function Labelled({ name, label, children }: FieldProps): VNode {
  return (
    <div>
      <label class="form-label small mb-0" for={`audit-${name}`}>
        {label}
      </label>
      {children}
    </div>
  );
}

function inputOf(name: string, { query, setQuery }: Router) {
  return {
    id: `audit-${name}`,
    class: 'form-control form-control-sm',
    value: query.value.get(name) ?? '',
    onChange: ({ currentTarget }: TargetedEvent<HTMLInputElement>) =>
      setQuery({ [name]: currentTarget.value.trim(), before: '' }),
  };
}

function KindField(): VNode {
  const { router } = useApp();
  return (
    <Labelled name="kind" label="Kind">
      <select
        id="audit-kind"
        class="form-select form-select-sm"
        value={router.query.value.get('kind') ?? ''}
        onChange={({ currentTarget }) => router.setQuery({ kind: currentTarget.value, before: '' })}
      >
        <option value="">All</option>
        {auditKinds.map((kind) => (
          <option key={kind} value={kind}>
            {humanize(kind)}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** What was asked for, as files. */
function Export(): VNode {
  const filter = filterOf(useApp().router.query.value);
  return (
    <div class="d-flex gap-2 ms-auto">
      {(['csv', 'jsonl'] as const).map((format) => (
        <a
          key={format}
          class="btn btn-sm btn-outline-secondary"
          href={apiPaths.auditExport({ ...filter, format })}
          download
        >
          Export {format === 'csv' ? 'CSV' : 'JSON lines'}
        </a>
      ))}
    </div>
  );
}

/** Who, what, on what and when; all of it in the address. */
export function AuditFilters(): VNode {
  const { now, router } = useApp();
  return (
    <search class="d-flex flex-wrap gap-2 align-items-end mb-3">
      <SearchBox
        label="Search: by:ada operation:Drain at>-24h"
        searchable={auditSearch}
        fault={auditFault(router.query.value, now.peek())}
        onQuery={(q) => router.setQuery({ q, before: '' })}
      />
      {texts.map(({ name, label, hint }) => (
        <Labelled key={name} name={name} label={label}>
          <input type="search" placeholder={hint} {...inputOf(name, router)} />
        </Labelled>
      ))}
      <KindField />
      {times.map(({ name, label }) => (
        <Labelled key={name} name={name} label={label}>
          <input type="datetime-local" {...inputOf(name, router)} />
        </Labelled>
      ))}
      <Export />
    </search>
  );
}
