import { may } from '@lcm/core/domain/access';
import { mayUseLab } from '@lcm/core/domain/lab';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { ownerOf, sourceWords } from '../lib/lab-words.ts';
import { paths } from '../lib/paths.ts';
import type { LabRecord, Worker } from '../lib/views.ts';
import { CopyId } from './copy-id.tsx';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { Time } from './time.tsx';

interface OfLab {
  readonly lab: LabRecord;
}

interface Opening {
  readonly worker: Worker | undefined;
  readonly mayOpen: boolean;
}

function Host({ lab, worker }: OfLab & { readonly worker: Worker | undefined }): VNode {
  const earlier = worker !== undefined && worker.launch !== lab.launch ? `, launch ${lab.launch}` : '';
  return (
    <span>
      <a href={paths.worker(lab.workerId)}>{worker?.name ?? lab.workerId}</a>
      {earlier}
    </span>
  );
}

/** Where it came from, with what it came from as a link. */
function Source({ lab: { source, cloneOf } }: OfLab): VNode {
  return (
    <span>
      {sourceWords[source]}
      {cloneOf !== undefined && (
        <>
          {' '}
          of <a href={paths.lab(cloneOf)}>another lab</a>
        </>
      )}
    </span>
  );
}

function DefinitionLink({ id }: { readonly id: string }): VNode {
  const definition = useApp().live.find('definition', id);
  return (
    <a href={paths.definition(id)}>{definition === undefined ? id : `${definition.title} ${definition.version}`}</a>
  );
}

/** Whoever has it only to look at looks here. */
function InCml({ lab, worker, mayOpen }: OfLab & Opening): VNode | undefined {
  const { cmlLabId } = lab;
  if (cmlLabId === undefined) return undefined;
  return (
    <span>
      <CopyId id={cmlLabId} />{' '}
      {worker?.endpoint !== undefined && worker.launch === lab.launch && mayOpen && (
        <a href={`${worker.endpoint}/lab/${encodeURIComponent(cmlLabId)}`} target="_blank" rel="noreferrer">
          Open in CML
        </a>
      )}
    </span>
  );
}

const longText = 280;

/** What people wrote; of long texts the beginning. */
function Said({ text }: { readonly text: string }): VNode {
  if (text.length <= longText) return <span class="said">{text}</span>;
  return (
    <details>
      <summary>{text.trim().slice(0, 80)}…</summary>
      <span class="said">{text}</span>
    </details>
  );
}

function when(at: string | undefined): VNode | undefined {
  return at === undefined ? undefined : <Time at={at} />;
}

function FirstKnown({ lab: { recordedAt, recordedBy } }: OfLab): VNode {
  return (
    <span>
      <Time at={recordedAt} />
      {recordedBy !== '' && (
        <>
          {' '}
          by <Person id={recordedBy} />
        </>
      )}
    </span>
  );
}

/** What CML says of it, and what we know besides. */
export function LabFactsCard({ lab }: OfLab): VNode {
  const { live, me } = useApp();
  const worker = live.find('worker', lab.workerId);
  const { facts, basedOn } = lab;
  return (
    <Card title="Lab">
      <Facts
        items={[
          ['Worker', <Host key="worker" lab={lab} worker={worker} />],
          ['Source', <Source key="source" lab={lab} />],
          ['Definition', basedOn && <DefinitionLink key="definition" id={basedOn} />],
          ['Title in CML', facts.title],
          ['Owner in CML', ownerOf(lab, me.value)],
          ['State in CML', facts.rawState],
          ['Size', `${facts.nodeCount} nodes, ${facts.linkCount} links`],
          ['Description', facts.description && <Said key="description" text={facts.description} />],
          ['Notes', facts.notes && <Said key="notes" text={facts.notes} />],
          ['Created', when(facts.createdAt)],
          ['Changed', when(facts.modifiedAt)],
          ['First known', <FirstKnown key="first" lab={lab} />],
          ['Last change', when(lab.lastSeenAt)],
          ['Id in CML', InCml({ lab, worker, mayOpen: may(me.value, 'lab:all') || mayUseLab(me.value, lab) })],
          ['Id', <CopyId key="id" id={lab.id} />],
        ]}
      />
    </Card>
  );
}
