import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatMemory } from '../lib/format.ts';
import { nodeStates } from '../lib/lab-nodes.ts';
import { portsOf } from '../lib/lab-words.ts';
import { useLoad } from '../lib/use-load.ts';
import type { LabRecord, LabTopology } from '../lib/views.ts';
import { Card, EmptyState, Loading } from './page.tsx';
import { NodeBadge } from './status-badge.tsx';
import { Table } from './table.tsx';
import { TopologyDrawing } from './topology-drawing.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface Drawn {
  readonly topology: LabTopology;
  readonly states: ReadonlyMap<string, string>;
}

type Node = LabTopology['nodes'][number];

function sizeOf({ cpus, memoryMiB }: Node): string {
  const parts = [cpus && `${cpus} CPU`, memoryMiB && formatMemory(memoryMiB)].filter(Boolean);
  return parts.length === 0 ? 'as defined' : parts.join(', ');
}

function Nodes({ topology, states }: Drawn): VNode {
  return (
    <Table
      caption="Nodes"
      columns={['Node', 'State', 'Definition', 'Image', 'Size', 'Interfaces']}
      rows={topology.nodes.map((node) => {
        const state = states.get(node.label);
        const badge = state === undefined ? '–' : <NodeBadge state={state} />;
        const image = node.imageDefinition ?? 'as defined';
        return [node.label, badge, node.nodeDefinition, image, sizeOf(node), String(node.interfaces.length)];
      })}
    />
  );
}

/** `R1 GigabitEthernet0/0`, by the ids in the file. */
function endNames({ nodes }: LabTopology): (node: string, port: string) => string {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const ports = new Map(
    nodes.flatMap(({ id, interfaces }) => interfaces.map((each) => [`${id} ${each.id}`, each.label])),
  );
  return (node, port) => `${labels.get(node) ?? node} ${ports.get(`${node} ${port}`) ?? port}`;
}

function Links({ topology }: Pick<Drawn, 'topology'>): VNode {
  const name = endNames(topology);
  return (
    <Table
      caption="Links"
      columns={['From', 'To', 'Label']}
      rows={topology.links.map(({ a, b, aInterface, bInterface, label }) => [
        name(a, aInterface),
        name(b, bInterface),
        label ?? '–',
      ])}
    />
  );
}

function Interfaces({ topology }: Pick<Drawn, 'topology'>): VNode {
  const name = endNames(topology);
  const peers = new Map<string, string>();
  for (const { a, b, aInterface, bInterface } of topology.links) {
    peers.set(`${a} ${aInterface}`, name(b, bInterface));
    peers.set(`${b} ${bInterface}`, name(a, aInterface));
  }
  const rows = topology.nodes.flatMap((node) =>
    node.interfaces.map(({ id, label, type }) => [node.label, label, type, peers.get(`${node.id} ${id}`) ?? 'nothing']),
  );
  return <Table caption="Interfaces" columns={['Node', 'Interface', 'Type', 'Joined to']} rows={rows} />;
}

function Ports({ lab }: { readonly lab: LabRecord }): VNode {
  const worker = useApp().live.find('worker', lab.workerId);
  const rows = portsOf(lab, worker).map(({ label, protocol, port, words, isForeign }) => [
    String(port),
    label,
    protocol,
    isForeign ? <strong key="words">{words}</strong> : words,
  ]);
  return <Table caption="Ports" columns={['Port', 'Node', 'Access', 'Whose']} rows={rows} />;
}

interface SectionProps {
  readonly title: string;
  readonly count: number;
  readonly isOpen?: boolean;
  readonly children: VNode;
}

function Section({ title, count, isOpen = false, children }: SectionProps): VNode | null {
  if (count === 0) return null;
  return (
    <details class="mb-2" open={isOpen}>
      <summary>
        {title} <span class="text-body-secondary">({count})</span>
      </summary>
      {children}
    </details>
  );
}

function Tables({ lab, drawn }: { readonly lab: LabRecord; readonly drawn: Drawn }): VNode {
  const { nodes, links } = drawn.topology;
  const interfaces = nodes.reduce((sum, node) => sum + node.interfaces.length, 0);
  return (
    <div class="mt-3">
      <Section title="Nodes" isOpen count={nodes.length}>
        <Nodes {...drawn} />
      </Section>
      <Section title="Links" count={links.length}>
        <Links topology={drawn.topology} />
      </Section>
      <Section title="Interfaces" count={interfaces}>
        <Interfaces topology={drawn.topology} />
      </Section>
      <Section title="Ports of the host" count={lab.facts.ports.length}>
        <Ports lab={lab} />
      </Section>
    </div>
  );
}

/** The lab as it was exported last, with its nodes as they were last seen. */
export function LabTopologyCard({ lab }: { readonly lab: LabRecord }): VNode {
  const { api } = useApp();
  const { topologyKey } = lab;
  const key = topologyKey === undefined ? undefined : `${lab.id} ${topologyKey}`;
  const topology = useLoad(key, async () => api.labTopology(lab.id));
  const states = nodeStates(lab);
  return (
    <Card title="Topology">
      <TroubleNote trouble={topology.trouble} />
      {topology.loading && <Loading what="the topology" />}
      {topologyKey === undefined && (
        <EmptyState title="No topology of it is kept yet">
          <p class="mb-0">It is exported when the labs of its worker are read; what a session has, when it is over.</p>
        </EmptyState>
      )}
      {topology.value !== undefined && (
        <>
          <TopologyDrawing topology={topology.value} states={states} />
          <Tables lab={lab} drawn={{ topology: topology.value, states }} />
        </>
      )}
    </Card>
  );
}
