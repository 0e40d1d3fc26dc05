import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { ganttRows, subStep, waitsFor } from '../lib/session-words.ts';
import { useEntity } from '../lib/use-entity.ts';
import type { Session } from '../lib/views.ts';
import { AmountsLine } from '../parts/amounts.tsx';
import { CopyId } from '../parts/copy-id.tsx';
import { EvidenceCard } from '../parts/evidence-card.tsx';
import { Facts } from '../parts/facts.tsx';
import { Gantt } from '../parts/gantt.tsx';
import { GradingsCard } from '../parts/gradings-card.tsx';
import { HistoryCard } from '../parts/history-list.tsx';
import { LabOfSession } from '../parts/lab-of-session.tsx';
import { LaunchButton } from '../parts/launch-button.tsx';
import { Missing } from '../parts/missing.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Person } from '../parts/person.tsx';
import { PhaseRail } from '../parts/phase-rail.tsx';
import { ScoreCard } from '../parts/score-report.tsx';
import { OutcomeBadge, SessionBadge } from '../parts/status-badge.tsx';
import { TasksAbout } from '../parts/tasks-about.tsx';
import { TerminateButton } from '../parts/terminate-button.tsx';
import { Countdown, Since, Time } from '../parts/time.tsx';
import { VerdictView } from '../parts/verdict-view.tsx';
import { Words } from '../parts/words.tsx';

const before: readonly Session['status'][] = ['pending', 'scheduled', 'instantiating', 'ready'];

/** What the clock counts down to: the start while that is ahead, then the end while somebody may work. */
function target({ timeslot, status }: Session, now: number): readonly [until: string, words: string] | undefined {
  if (timeslot === undefined) return undefined;
  if (before.includes(status) && Date.parse(timeslot.start) > now) return [timeslot.start, 'until it starts'];
  return status === 'running' || status === 'ready' ? [timeslot.end, 'left'] : undefined;
}

function Clock({ session }: { readonly session: Session }): VNode | null {
  const { now } = useApp();
  const [until, words] = target(session, now.value) ?? [];
  if (until === undefined) return null;
  return (
    <p class="fs-4 mb-1">
      <Countdown until={until} /> <span class="fs-6 text-body-secondary">{words}</span>
    </p>
  );
}

function StatusCard({ session }: { readonly session: Session }): VNode {
  const { outcome } = session;
  const step = subStep(session);
  return (
    <Card title="Status">
      <Clock session={session} />
      <p class="mb-1">
        <span aria-live="polite">
          <SessionBadge status={session.status} /> {outcome !== undefined && <OutcomeBadge status={outcome.result} />}
        </span>{' '}
        for <Since at={session.statusSince} />
        {step !== undefined && <span> · {step}</span>}
      </p>
      <p class="mb-2" aria-live="polite">
        <Words text={waitsFor(session)} />
      </p>
      <PhaseRail status={session.status} />
    </Card>
  );
}

function Slot({ session }: { readonly session: Session }): VNode {
  const { timeslot, wanted } = session;
  if (timeslot !== undefined) {
    return (
      <span>
        <Time at={timeslot.start} /> to <Time at={timeslot.end} />
      </span>
    );
  }
  return (
    <span>
      {wanted.start === undefined ? 'as soon as possible' : <Time at={wanted.start} />}, {wanted.durationMinutes} min
    </span>
  );
}

function when(at: string | undefined): VNode | undefined {
  return at === undefined ? undefined : <Time at={at} />;
}

function BookingCard({ session }: { readonly session: Session }): VNode {
  const { definition, readyAt, startedAt, endedAt } = session;
  return (
    <Card title="Booking">
      <Facts
        items={[
          [
            'Lab',
            <a key="lab" href={paths.definition(definition.id)}>{`${definition.title} ${definition.version}`}</a>,
          ],
          ['Owner', <Person key="owner" id={session.ownerId} />],
          ['Timeslot', <Slot key="slot" session={session} />],
          ['Takes', <AmountsLine key="needs" amounts={definition.needs} />],
          [
            'Booked',
            <span key="booked">
              <Time at={session.bookedAt} /> by <Person id={session.bookedBy} />
            </span>,
          ],
          ['Ready', when(readyAt)],
          ['Started', when(startedAt)],
          ['Ended', when(endedAt)],
          ['CML lab', session.lab && <LabOfSession key="cml" session={session} />],
          ['Id', <CopyId key="id" id={session.id} />],
        ]}
      />
    </Card>
  );
}

function PortsTable({ session }: { readonly session: Session }): VNode | null {
  const { placement, definition } = session;
  if (placement === undefined || definition.ports.length === 0) return null;
  return (
    <table class="table table-sm mt-2 mb-0">
      <caption class="visually-hidden">Ports</caption>
      <thead>
        <tr>
          <th scope="col">Node</th>
          <th scope="col">Access</th>
          <th scope="col">Port</th>
        </tr>
      </thead>
      <tbody>
        {definition.ports.map(({ name, label, protocol }) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            <td>{protocol}</td>
            <td>{placement.ports[name] ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PlacementCard({ session }: { readonly session: Session }): VNode | null {
  const { placement, verdict } = session;
  if (placement === undefined && verdict === undefined) return null;
  return (
    <Card title="Placement">
      {placement !== undefined && (
        <p>
          On <a href={paths.worker(placement.workerId)}>{placement.workerName}</a> from <Time at={placement.from} /> to{' '}
          <Time at={placement.until} />, preparation and clean-up included: {placement.why}
        </p>
      )}
      {verdict !== undefined && <VerdictView verdict={verdict} />}
      <PortsTable session={session} />
    </Card>
  );
}

function Detail({ session }: { readonly session: Session }): VNode {
  const rows = ganttRows(session);
  return (
    <Page
      title={session.name}
      lead={<a href={paths.sessions()}>Sessions</a>}
      actions={
        <div class="d-flex gap-2">
          <LaunchButton session={session} />
          <TerminateButton session={session} />
        </div>
      }
    >
      <TasksAbout kind="session" id={session.id} />
      <StatusCard session={session} />
      <div class="row">
        <div class="col-lg-6">
          <ScoreCard session={session} />
          <GradingsCard session={session} />
          {rows.length > 0 && (
            <Card title="Steps">
              <Gantt rows={rows} />
            </Card>
          )}
          <EvidenceCard session={session} />
        </div>
        <div class="col-lg-6">
          <BookingCard session={session} />
          <PlacementCard session={session} />
        </div>
      </div>
      <HistoryCard kind="session" id={session.id} version={session.version} />
    </Page>
  );
}

export function SessionPage({ id }: { readonly id: string }): VNode {
  const { api } = useApp();
  const { view, trouble } = useEntity('session', id, async () => api.session(id));
  return view === undefined ? (
    <Missing what="session" id={id} trouble={trouble} back={paths.sessions()} />
  ) : (
    <Detail session={view} />
  );
}
