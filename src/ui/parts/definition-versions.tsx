import { may } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { changesFrom, useOf, versionsOf } from '../lib/definition-use.ts';
import { plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Definition } from '../lib/views.ts';
import { CopyId } from './copy-id.tsx';
import { DataTable } from './data-table.tsx';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { DefinitionBadge } from './status-badge.tsx';
import { Time } from './time.tsx';

interface OfDefinition {
  readonly definition: Definition;
}

interface Version extends OfDefinition {
  readonly before: Definition | undefined;
}

function NumberCell({ definition: { id, version }, isThis }: OfDefinition & { readonly isThis: boolean }): VNode {
  return isThis ? <span aria-current="page">{version} (this)</span> : <a href={paths.definition(id)}>{version}</a>;
}

/** Every version of the lab: which can be booked, and in what each differs from the one before. */
export function VersionsCard({ definition }: OfDefinition): VNode {
  const versions = versionsOf(definition, useApp().live.definitions.value);
  const rows: readonly Version[] = versions.map((each, index) => ({ definition: each, before: versions[index + 1] }));
  return (
    <Card title={`Versions (${versions.length})`}>
      <DataTable
        caption="Versions of this lab"
        rows={rows}
        idOf={({ definition: { id } }) => id}
        columns={[
          {
            key: 'version',
            label: 'Version',
            cell: (row) => <NumberCell {...row} isThis={row.definition.id === definition.id} />,
          },
          { key: 'state', label: 'State', cell: (row) => <DefinitionBadge status={row.definition.status} /> },
          { key: 'changes', label: 'Against the one before', cell: (row) => changesFrom(row.before, row.definition) },
          { key: 'created', label: 'Created', cell: (row) => <Time at={row.definition.createdAt} /> },
        ]}
      />
    </Card>
  );
}

/** What candidates made of it: of the sessions that the viewer may see. */
export function UseCard({ definition: { id, title } }: OfDefinition): VNode {
  const { live } = useApp();
  const sessions = live.sessions.value.filter(({ definition }) => definition.id === id);
  const { open, completed, others, graded, passed, meanPercent } = useOf(sessions);
  return (
    <Card title="Use" aside={<a href={`${paths.sessions()}?q=${encodeURIComponent(`lab:"${title}"`)}`}>Sessions</a>}>
      <Facts
        items={[
          ['Sessions', `${plural(sessions.length, 'session')} of this version`],
          ['Not ended', String(open)],
          ['Completed', String(completed)],
          ['Ended otherwise', String(others)],
          ['Graded', graded === 0 ? 'none yet' : `${passed} of ${graded} passed`],
          ['Mean score', meanPercent === undefined ? '' : `${meanPercent} %`],
        ]}
      />
    </Card>
  );
}

/** Where its content came from, and which content it is. */
export function SyncCard({ definition }: OfDefinition): VNode {
  const { id, origin, packageHash, topologyKey, rulesKey, tasksKey, reason } = definition;
  const { me } = useApp();
  const isLinked = origin === undefined && may(me.value, 'content:read');
  return (
    <Card title="Content" aside={<DefinitionBadge status={definition.status} />}>
      <Facts
        items={[
          ['Reason', reason],
          ['Came by', isLinked ? <a href={paths.contentOf(id)}>content package</a> : cameBy(definition)],
          ['Package', <CopyId key="package" id={packageHash} what="hash" isLong />],
          ['Topology', <CopyId key="topology" id={topologyKey} what="hash" isLong />],
          ['Rules', rulesKey === undefined ? 'none' : <CopyId key="rules" id={rulesKey} what="hash" isLong />],
          ['Tasks', tasksKey === undefined ? 'none' : <CopyId key="tasks" id={tasksKey} what="hash" isLong />],
        ]}
      />
    </Card>
  );
}

function cameBy({ origin }: Definition): string {
  return origin === 'upload' ? 'upload' : 'content package';
}
