import { may } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import type { LabRecord } from '../lib/views.ts';
import { Card, EmptyState } from './page.tsx';
import { Person } from './person.tsx';
import { Table } from './table.tsx';
import { Elapsed, Time } from './time.tsx';

interface OfLab {
  readonly lab: LabRecord;
}

function Lasted({ from, until }: { readonly from: string; readonly until: string | undefined }): VNode {
  return <Elapsed from={Date.parse(from)} until={until === undefined ? undefined : Date.parse(until)} />;
}

function SessionLink({ id }: { readonly id: string }): VNode {
  return <a href={paths.session(id)}>{useApp().live.find('session', id)?.name ?? id}</a>;
}

type Run = LabRecord['runs'][number];

function StartedBy({ run: { startedBy, sessionId } }: { readonly run: Run }): VNode {
  const { me } = useApp();
  if (sessionId !== undefined) return <SessionLink id={sessionId} />;
  if (startedBy !== undefined) return <Person id={startedBy} />;
  return <span>{may(me.value, 'session:all') ? 'somebody in CML' : 'somebody'}</span>;
}

/** When it was on, who started it and why it ended. */
export function LabRunsCard({ lab }: OfLab): VNode {
  const runs = lab.runs.toReversed();
  return (
    <Card title="Runs">
      {runs.length === 0 ? (
        <EmptyState title="It was never seen running" />
      ) : (
        <Table
          caption="Runs"
          columns={['Started', 'Stopped', 'Lasted', 'Started by', 'Why']}
          rows={runs.map((run) => [
            <Time key="from" at={run.startedAt} />,
            run.stoppedAt === undefined ? 'running' : <Time key="until" at={run.stoppedAt} />,
            <Lasted key="lasted" from={run.startedAt} until={run.stoppedAt} />,
            <StartedBy key="by" run={run} />,
            [run.why, run.stopReason].filter(Boolean).join('; ') || '–',
          ])}
        />
      )}
    </Card>
  );
}

/** Which sessions have had it. */
export function LabBindingsCard({ lab }: OfLab): VNode | null {
  const bindings = lab.bindings.toReversed();
  if (bindings.length === 0) return null;
  return (
    <Card title="Sessions">
      <Table
        caption="Sessions that had the lab"
        columns={['Session', 'From', 'Until', 'Why it ended']}
        rows={bindings.map(({ sessionId, boundAt, releasedAt, reason }) => [
          <SessionLink key="session" id={sessionId} />,
          <Time key="from" at={boundAt} />,
          releasedAt === undefined ? 'now' : <Time key="until" at={releasedAt} />,
          reason ?? '–',
        ])}
      />
    </Card>
  );
}
