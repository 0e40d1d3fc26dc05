import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { bootWords, statesByLabel } from '../lib/lab-nodes.ts';
import { type Loaded, useLoad } from '../lib/use-load.ts';
import type { Session, SessionNodes } from '../lib/views.ts';
import { Card, Loading } from './page.tsx';
import { Ago } from './time.tsx';
import { TopologyDrawing } from './topology-drawing.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

interface SessionTopologyProps {
  readonly session: Session;
  readonly nodes: Loaded<SessionNodes>;
}

/** How the nodes are, in words: the same as the marks in the drawing say. */
function Now({ nodes: { value, trouble } }: Pick<SessionTopologyProps, 'nodes'>): VNode {
  const words = bootWords(value?.nodes ?? []);
  return (
    <>
      <TroubleNote trouble={trouble} />
      {words !== undefined && (
        <p class="mb-2" role="status">
          {words}
        </p>
      )}
      {value?.trouble !== undefined && (
        <p class="small text-body-secondary mb-2">
          <Words text={value.trouble} />{' '}
          {value.at !== undefined && (
            <>
              What is shown was read <Ago at={value.at} />.
            </>
          )}
        </p>
      )}
    </>
  );
}

/** The lab as its author drew it, each node as it is now. */
export function SessionTopologyCard({ session, nodes }: SessionTopologyProps): VNode {
  const { api } = useApp();
  const { id } = session.definition;
  const topology = useLoad(id, async () => api.topology(id));
  return (
    <Card title="Topology">
      <Now nodes={nodes} />
      <TroubleNote trouble={topology.trouble} />
      {topology.value === undefined && topology.loading && <Loading what="the topology" />}
      {topology.value !== undefined && (
        <TopologyDrawing topology={topology.value} states={statesByLabel(nodes.value?.nodes ?? [])} />
      )}
    </Card>
  );
}
