import { may } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { apiPaths, paths } from '../lib/paths.ts';
import { useEntity } from '../lib/use-entity.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Definition } from '../lib/views.ts';
import { BookForm } from '../parts/book-form.tsx';
import { CodeButton } from '../parts/code-button.tsx';
import { CohortCard } from '../parts/cohort-form.tsx';
import { DefinitionActions } from '../parts/definition-actions.tsx';
import { SyncCard, UseCard, VersionsCard } from '../parts/definition-versions.tsx';
import { FailuresCard } from '../parts/failures-card.tsx';
import { HistoryCard } from '../parts/history-list.tsx';
import { Missing } from '../parts/missing.tsx';
import { NeedsCard } from '../parts/needs-card.tsx';
import { Card, Loading, Page } from '../parts/page.tsx';
import { PortsCard } from '../parts/ports-card.tsx';
import { TopologyDrawing } from '../parts/topology-drawing.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { WarmLabsCard } from '../parts/warm-labs-card.tsx';

function TopologyCard({ definition: { id, slug, title } }: { readonly definition: Definition }): VNode {
  const { api, me } = useApp();
  const topology = useLoad(id, async () => api.topology(id));
  return (
    <Card
      title="Topology"
      aside={
        may(me.value, 'definition:write') && (
          <CodeButton
            label="YAML"
            title={`Topology of ${title}`}
            language="yaml"
            file={`${slug}.yaml`}
            href={apiPaths.topologyYaml(id)}
            load={async () => api.topologyYaml(id)}
          />
        )
      }
    >
      <TroubleNote trouble={topology.trouble} />
      {topology.loading && <Loading what="the topology" />}
      {topology.value !== undefined && <TopologyDrawing topology={topology.value} />}
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
          <TopologyCard definition={definition} />
          <NeedsCard definition={definition} />
          <PortsCard definition={definition} />
        </div>
      </div>
      <VersionsCard definition={definition} />
      <div class="cards">
        <UseCard definition={definition} />
        {may(me.value, 'lab:all') && <WarmLabsCard definition={definition} />}
        {may(me.value, 'content:read') && <FailuresCard definition={definition} />}
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
