import { may } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { DefinitionCommand } from '../lib/api.ts';
import { useApp } from '../lib/app.ts';
import { formatDuration, plural } from '../lib/format.ts';
import { apiPaths, paths } from '../lib/paths.ts';
import { whyNotDefinition } from '../lib/permissions.ts';
import { useEntity } from '../lib/use-entity.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Definition } from '../lib/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { AmountsLine } from '../parts/amounts.tsx';
import { BookForm } from '../parts/book-form.tsx';
import { CohortCard } from '../parts/cohort-form.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { CopyId } from '../parts/copy-id.tsx';
import { SyncCard, UseCard, VersionsCard } from '../parts/definition-versions.tsx';
import { Facts } from '../parts/facts.tsx';
import { HistoryCard } from '../parts/history-list.tsx';
import { Missing } from '../parts/missing.tsx';
import { Card, Loading, Page } from '../parts/page.tsx';
import { SuggestRulesButton } from '../parts/suggest-rules-button.tsx';
import { Time } from '../parts/time.tsx';
import { TopologyDrawing } from '../parts/topology-drawing.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { WarmLabsCard } from '../parts/warm-labs-card.tsx';

const orders = {
  activate: { label: 'Activate', consequence: 'It can be booked again.' },
  deactivate: { label: 'Deactivate', consequence: 'It cannot be booked any more. Sessions that are booked keep it.' },
} as const;

function DefinitionActions({ definition }: { readonly definition: Definition }): VNode {
  const { api, me, announce } = useApp();
  const asked = useSignal<DefinitionCommand | undefined>(undefined);
  const close = (): void => {
    asked.value = undefined;
  };
  const command = asked.value;
  return (
    <div class="d-flex gap-1">
      {(['activate', 'deactivate'] as const).map((each) => (
        <ActionButton
          key={each}
          label={orders[each].label}
          whyNot={whyNotDefinition(me.value, each, definition)}
          onClick={() => {
            asked.value = each;
          }}
        />
      ))}
      <SuggestRulesButton definition={definition} />
      {command !== undefined && (
        <ConfirmDialog
          title={`${orders[command].label} ${definition.title}?`}
          confirmLabel={orders[command].label}
          danger={command === 'deactivate'}
          onClose={close}
          perform={async (reason) => {
            await api.commandDefinition(definition.id, command, reason);
            announce(`${orders[command].label} asked for`);
          }}
        >
          <p class="mb-1">{orders[command].consequence}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function TopologyCard({ id }: { readonly id: string }): VNode {
  const { api, me } = useApp();
  const topology = useLoad(id, async () => api.topology(id));
  return (
    <Card
      title="Topology"
      aside={
        may(me.value, 'definition:write') && (
          <a href={apiPaths.topologyYaml(id)} download>
            Download YAML
          </a>
        )
      }
    >
      <TroubleNote trouble={topology.trouble} />
      {topology.loading && <Loading what="the topology" />}
      {topology.value !== undefined && <TopologyDrawing topology={topology.value} />}
    </Card>
  );
}

function Needs({ definition }: { readonly definition: Definition }): VNode {
  const { needs, nodeCount, ports } = definition;
  return (
    <Card title="Needs">
      <Facts
        items={[
          ['Nodes', `${nodeCount}: ${definition.nodeDefinitions.join(', ')}`],
          ['Takes', <AmountsLine key="needs" amounts={needs} />],
          ['Storage', `${needs.storageGiB} GiB`],
          [
            'Ports',
            ports.length === 0
              ? 'none'
              : `${plural(ports.length, 'port')}: ${ports.map(({ name }) => name).join(', ')}`,
          ],
          ['Duration', `${definition.durationMinutes} min, at most ${definition.maxDurationMinutes}`],
          ['Boots in', `about ${formatDuration(definition.bootSeconds * 1000)}`],
          ['Graded', definition.rulesKey === undefined ? 'no' : 'yes, by rules on the collected configurations'],
          ['Form', definition.formQualifiedName],
          ['Id', <CopyId key="id" id={definition.id} />],
          [
            'Created',
            <span key="created">
              <Time at={definition.createdAt} /> by {definition.createdBy}
            </span>,
          ],
        ]}
      />
    </Card>
  );
}

function Detail({ definition }: { readonly definition: Definition }): VNode {
  const { me } = useApp();
  return (
    <Page
      title={`${definition.title} ${definition.version}`}
      lead={<a href={paths.definitions()}>Catalogue</a>}
      actions={<DefinitionActions definition={definition} />}
    >
      <p>{definition.summary}</p>
      <div class="row">
        <div class="col-lg-6">
          <Card title="Book">
            <BookForm definition={definition} key={definition.id} />
          </Card>
          <CohortCard definition={definition} key={`${definition.id} seats`} />
        </div>
        <div class="col-lg-6">
          <TopologyCard id={definition.id} />
          <Needs definition={definition} />
        </div>
      </div>
      <VersionsCard definition={definition} />
      <div class="cards">
        <UseCard definition={definition} />
        {may(me.value, 'lab:all') && <WarmLabsCard definition={definition} />}
        <SyncCard definition={definition} />
      </div>
      <HistoryCard kind="definition" id={definition.id} version={definition.revision} />
    </Page>
  );
}

export function DefinitionPage({ id }: { readonly id: string }): VNode {
  const { api } = useApp();
  const { view, trouble } = useEntity('definition', id, async () => api.definition(id));
  return view === undefined ? (
    <Missing what="definition" id={id} trouble={trouble} back={paths.definitions()} />
  ) : (
    <Detail definition={view} />
  );
}
