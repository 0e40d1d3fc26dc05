import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { formatMemory, plural } from '../lib/format.ts';
import type { Worker } from '../lib/views.ts';
import { Card, EmptyState } from './page.tsx';
import { Since } from './time.tsx';

type Known = NonNullable<Worker['definitions']>;
type Node = Known['nodes'][number];

/** What its CML can run, and of which images. */
export function DefinitionsCard({ worker: { definitions } }: { readonly worker: Worker }): VNode {
  if (definitions === undefined) {
    return (
      <Card title="Node definitions">
        <EmptyState title="Nobody has looked yet">
          <p class="mb-0">They are read when its CML becomes available.</p>
        </EmptyState>
      </Card>
    );
  }
  const changed = (
    <span class="small text-body-secondary">
      the same for <Since at={definitions.since} />
    </span>
  );
  return (
    <Card title="Node definitions" aside={changed}>
      <Table definitions={definitions} />
    </Card>
  );
}

function Table({ definitions }: { readonly definitions: Known }): VNode {
  const text = useSignal('');
  const found = definitions.nodes.filter((node) => isFound(node, text.value));
  const custom = definitions.nodes.filter((node) => node.custom).length;
  const words = `${plural(definitions.nodes.length, 'kind')} of nodes, ${custom} of them made here, ${plural(definitions.images.length, 'image')}`;
  return (
    <>
      <div class="d-flex flex-wrap justify-content-between align-items-center gap-2 mb-2">
        <span>{words}</span>
        <input
          type="search"
          class="form-control form-control-sm w-auto"
          placeholder="Name or image"
          aria-label="Search node definitions"
          value={text.value}
          onInput={({ currentTarget: { value } }) => {
            text.value = value;
          }}
        />
      </div>
      <div class="table-responsive" tabIndex={0} role="region" aria-label="Node definitions">
        <table class="table table-sm align-middle mb-0">
          <thead>
            <tr>
              <th scope="col">Kind of node</th>
              <th scope="col">Made</th>
              <th scope="col">Cores</th>
              <th scope="col">Memory</th>
              <th scope="col">Images</th>
            </tr>
          </thead>
          <tbody>
            {found.map((node) => (
              <Row key={node.id} node={node} />
            ))}
          </tbody>
        </table>
      </div>
      {found.length === 0 && <p class="text-body-secondary mb-0 mt-2">None is called so.</p>}
    </>
  );
}

function isFound({ id, images }: Node, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [id, ...images].some((name) => name.toLowerCase().includes(wanted));
}

function Row({ node }: { readonly node: Node }): VNode {
  const { id, custom, cpus, memoryMiB, images, lacksImage } = node;
  return (
    <tr>
      <th scope="row" class="text-break">
        {id}
      </th>
      <td>{custom ? 'here' : 'by CML'}</td>
      <td>{cpus}</td>
      <td class="text-nowrap">{memoryMiB === undefined ? '' : formatMemory(memoryMiB)}</td>
      <td class="text-break">
        {lacksImage ? (
          <span class="badge text-bg-warning">no image: cannot start</span>
        ) : (
          images.join(', ') || 'needs none'
        )}
      </td>
    </tr>
  );
}
