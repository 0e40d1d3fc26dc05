import type { VNode } from 'preact';
import { plural } from '../lib/format.ts';
import { nodeToneOf, nodeWords } from '../lib/lab-nodes.ts';
import type { Topology, TopologyNode } from '../lib/views.ts';

const margin = 70;
const radius = 22;

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the drawing must hold; a lab of one node still needs a frame. */
export function frameOf(nodes: readonly Pick<TopologyNode, 'x' | 'y'>[]): Frame {
  if (nodes.length === 0) return { x: 0, y: 0, width: 2 * margin, height: 2 * margin };
  const xs = nodes.map(({ x }) => x);
  const ys = nodes.map(({ y }) => y);
  const left = Math.min(...xs) - margin;
  const top = Math.min(...ys) - margin;
  return { x: left, y: top, width: Math.max(...xs) + margin - left, height: Math.max(...ys) + margin - top };
}

function kindOf({ nodeDefinition }: TopologyNode): string {
  if (/switch|l2|nxos/i.test(nodeDefinition)) return 'switch';
  if (/router|iosv|iol|csr|cat8|xr/i.test(nodeDefinition)) return 'router';
  return 'host';
}

interface NodeProps {
  readonly node: TopologyNode;
  /** CML's word for how it was last seen. */
  readonly state: string | undefined;
}

/** By a mark and in words: colours alone tell nothing to some. */
function NodeState({ state }: { readonly state: string }): VNode {
  return (
    <>
      <circle class={`topology-mark topology-mark-${nodeToneOf(state)}`} cx={radius - 3} cy={3 - radius} r={8} />
      <text y={radius + 44} text-anchor="middle" class="topology-definition">
        {nodeWords(state)}
      </text>
    </>
  );
}

function NodeShape({ node, state }: NodeProps): VNode {
  const kind = kindOf(node);
  return (
    <g class={`topology-${kind}`} transform={`translate(${node.x} ${node.y})`}>
      {kind === 'router' ? (
        <circle r={radius} />
      ) : (
        <rect x={-radius} y={-radius} width={2 * radius} height={2 * radius} rx={kind === 'switch' ? 4 : 14} />
      )}
      <text y={radius + 16} text-anchor="middle">
        {node.label}
      </text>
      <text y={radius + 30} text-anchor="middle" class="topology-definition">
        {node.nodeDefinition}
      </text>
      {state !== undefined && <NodeState state={state} />}
    </g>
  );
}

export interface TopologyDrawingProps {
  readonly topology: Topology;
  /** By label; of a lab that is somewhere. */
  readonly states?: ReadonlyMap<string, string>;
}

function inWords({ label }: TopologyNode, state: string | undefined): string {
  return state === undefined ? label : `${label} ${nodeWords(state)}`;
}

/** The lab as its author laid it out. */
export function TopologyDrawing({ topology, states = new Map() }: TopologyDrawingProps): VNode {
  const { nodes, links } = topology;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const { x, y, width, height } = frameOf(nodes);
  return (
    <svg
      class="topology"
      viewBox={`${x} ${y} ${width} ${height}`}
      role="img"
      aria-label={`${plural(nodes.length, 'node')} and ${plural(links.length, 'link')}: ${nodes.map((node) => inWords(node, states.get(node.label))).join(', ')}`}
    >
      {links.map(({ a, b }, index) => {
        const from = byId.get(a);
        const to = byId.get(b);
        return from === undefined || to === undefined ? null : (
          <line key={index} x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
        );
      })}
      {nodes.map((node) => (
        <NodeShape key={node.id} node={node} state={states.get(node.label)} />
      ))}
    </svg>
  );
}
