import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotEdit } from '../lib/definition-orders.ts';
import { formatDuration, plural } from '../lib/format.ts';
import { gradedInWords } from '../lib/grader.ts';
import { cmlInWords, isOtherThan, needsRows } from '../lib/needs-words.ts';
import { useDefinitionOrder } from '../lib/use-definition-order.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Definition, DefinitionNeeds } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { CopyId } from './copy-id.tsx';
import { DataTable } from './data-table.tsx';
import { Facts } from './facts.tsx';
import { NeedsDialog } from './needs-dialog.tsx';
import { Card, Loading } from './page.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface OfDefinition {
  readonly definition: Definition;
}

/** What a session takes: as derived from the topology, as measured, and as it counts. */
export function NeedsCard({ definition }: OfDefinition): VNode {
  const { api } = useApp();
  const { id, revision } = definition;
  const needs = useLoad(`${id}@${revision}`, async () => api.definitionNeeds(id));
  return (
    <Card title="Needs" aside={<NeedsSource definition={definition} />}>
      <Facts
        items={[
          ['Nodes', `${definition.nodeCount}: ${definition.nodeDefinitions.join(', ')}`],
          ['CML', cmlInWords(definition)],
          ['Licensed nodes', String(definition.needs.nodes)],
          ['Duration', `${definition.durationMinutes} min, at most ${definition.maxDurationMinutes}`],
          ['Boots in', `about ${formatDuration(definition.bootSeconds * 1000)}`],
          ['Graded', gradedInWords(definition)],
          ['Tags', definition.tags?.join(', ')],
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
      <TroubleNote trouble={needs.trouble} />
      {needs.value === undefined ? (
        needs.loading && <Loading what="what its labs used" />
      ) : (
        <Measured definition={definition} needs={needs.value} />
      )}
    </Card>
  );
}

const sourceWords = { author: 'corrected by an author', learned: 'raised by itself' } as const;

function NeedsSource({ definition: { needsSource } }: OfDefinition): VNode {
  const words = needsSource === undefined ? 'as its topology says' : sourceWords[needsSource];
  return <span class="small text-body-secondary">{words}</span>;
}

interface MeasuredProps extends OfDefinition {
  readonly needs: DefinitionNeeds;
}

function Measured({ definition, needs }: MeasuredProps): VNode {
  const { measured, learns } = needs;
  return (
    <>
      <DataTable
        caption="What a session takes"
        rows={needsRows(needs)}
        idOf={({ name }) => name}
        columns={[
          { key: 'name', label: 'Of', cell: ({ name }) => name },
          { key: 'inForce', label: 'Reckoned with', cell: ({ inForce }) => inForce },
          { key: 'derived', label: 'Topology', cell: ({ derived }) => derived },
          { key: 'measured', label: 'Measured', cell: ({ measured: used }) => used },
          { key: 'difference', label: 'Difference', cell: ({ difference }) => difference },
        ]}
      />
      <p class="small text-body-secondary">
        {measured === undefined ? (
          'No lab of it was measured yet: they are with each look at their host.'
        ) : (
          <>
            Measured: what 95 % of {plural(measured.sessions, 'session')} did with at their busiest, until{' '}
            <Time at={measured.until} />.
          </>
        )}{' '}
        {learns && 'More is taken by itself after five sessions.'}
      </p>
      <NeedsActions definition={definition} needs={needs} />
    </>
  );
}

type Asked = 'measured' | 'by-hand' | 'reset';

function NeedsActions({ definition, needs }: MeasuredProps): VNode {
  const { me } = useApp();
  const asked = useSignal<Asked | undefined>(undefined);
  const whyNot = whyNotEdit(me.value, definition);
  const open = (what: Asked) => (): void => {
    asked.value = what;
  };
  const nothingNew = isOtherThan(needs) ? undefined : 'Nothing else was measured than what counts';
  const asDerived = definition.derivedNeeds === undefined ? 'They are as its topology says' : undefined;
  return (
    <div class="d-flex flex-wrap gap-1">
      <ActionButton small label="Accept measured…" whyNot={whyNot ?? nothingNew} onClick={open('measured')} />
      <ActionButton small label="Correct…" whyNot={whyNot} onClick={open('by-hand')} />
      <ActionButton small label="Back to topology…" whyNot={whyNot ?? asDerived} onClick={open('reset')} />
      {asked.value !== undefined && (
        <NeedsOrder
          definition={definition}
          needs={needs}
          asked={asked.value}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </div>
  );
}

interface NeedsOrderProps extends MeasuredProps {
  readonly asked: Asked;
  readonly onClose: () => void;
}

function NeedsOrder({ definition, needs, asked, onClose }: NeedsOrderProps): VNode {
  const { api } = useApp();
  const order = useDefinitionOrder();
  if (asked !== 'reset') {
    const { suggested, inForce, derived } = needs;
    const initial = (asked === 'measured' ? suggested : undefined) ?? inForce;
    return <NeedsDialog definition={definition} initial={initial} demandMiB={derived.memoryMiB} onClose={onClose} />;
  }
  return (
    <ConfirmDialog
      title={`Needs of ${definition.title} as its topology says?`}
      confirmLabel="Back to topology"
      danger={false}
      onClose={onClose}
      perform={async (reason) => order(api.resetNeeds(definition.id, reason), 'Its needs are those of its topology')}
    >
      <p class="mb-1">For what is booked from now on. Sessions that are booked keep theirs.</p>
    </ConfirmDialog>
  );
}
