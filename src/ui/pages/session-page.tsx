import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { targetOf } from '../lib/candidate.ts';
import { paths } from '../lib/paths.ts';
import { ganttRows, subStep, waitsFor } from '../lib/session-words.ts';
import { useEntity } from '../lib/use-entity.ts';
import type { Session } from '../lib/views.ts';
import { AmountsLine } from '../parts/amounts.tsx';
import { CandidateCard, NoShowNote } from '../parts/candidate-card.tsx';
import { CopyId } from '../parts/copy-id.tsx';
import { DeliveryCard } from '../parts/delivery-card.tsx';
import { EvidenceCard } from '../parts/evidence-card.tsx';
import { Facts } from '../parts/facts.tsx';
import { FeedbackCard } from '../parts/feedback-card.tsx';
import { Gantt } from '../parts/gantt.tsx';
import { GradingsCard } from '../parts/gradings-card.tsx';
import { HistoryCard } from '../parts/history-list.tsx';
import { LabOfSession } from '../parts/lab-of-session.tsx';
import { Missing } from '../parts/missing.tsx';
import { NoticesCard } from '../parts/notices-card.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Person } from '../parts/person.tsx';
import { PhaseRail } from '../parts/phase-rail.tsx';
import { ScoreCard } from '../parts/score-report.tsx';
import { SessionOrders } from '../parts/session-orders.tsx';
import { OutcomeBadge, SessionBadge } from '../parts/status-badge.tsx';
import { StepActions } from '../parts/step-actions.tsx';
import { SuspensionList } from '../parts/suspension-list.tsx';
import { TasksAbout } from '../parts/tasks-about.tsx';
import { Countdown, Since, Time } from '../parts/time.tsx';
import { VerdictView } from '../parts/verdict-view.tsx';
import { WishNote } from '../parts/wish-note.tsx';
import { Words } from '../parts/words.tsx';

/** Whose session it is sees the clock large, above everything else. */
function Clock({ session }: { readonly session: Session }): VNode | null {
  const { me, now } = useApp();
  const target = session.ownerId === me.value.id ? undefined : targetOf(session, now.value);
  if (target === undefined) return null;
  return (
    <p class="fs-4 mb-1">
      <Countdown until={target.until} /> <span class="fs-6 text-body-secondary">{target.words}</span>
    </p>
  );
}

function StatusCard({ session }: { readonly session: Session }): VNode {
  const { me } = useApp();
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
      <WishNote session={session} />
      {session.ownerId !== me.value.id && <NoShowNote session={session} />}
      <SuspensionList session={session} />
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
  const { definition, readyAt, startedAt, endedAt, restartOf } = session;
  return (
    <Card title="Booking">
      <Facts
        items={[
          [
            'Lab',
            <a key="lab" href={paths.definition(definition.id)}>{`${definition.title} ${definition.version}`}</a>,
          ],
          [
            'Goes on with',
            restartOf && (
              <a key="of" href={paths.session(restartOf)}>
                the lab of another session
              </a>
            ),
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
  const { me } = useApp();
  const rows = ganttRows(session);
  return (
    <Page
      title={session.name}
      lead={<a href={paths.sessions()}>Sessions</a>}
      actions={<SessionOrders session={session} />}
    >
      {session.ownerId === me.value.id && <CandidateCard session={session} />}
      <TasksAbout kind="session" id={session.id} />
      <StatusCard session={session} />
      <div class="row">
        <div class="col-lg-6">
          <ScoreCard session={session} />
          <GradingsCard session={session} />
          <FeedbackCard session={session} />
          {rows.length > 0 && (
            <Card title="Steps">
              <Gantt rows={rows} actions={(row) => <StepActions session={session} row={row} />} />
            </Card>
          )}
          <EvidenceCard session={session} />
        </div>
        <div class="col-lg-6">
          <DeliveryCard session={session} />
          <BookingCard session={session} />
          <PlacementCard session={session} />
        </div>
      </div>
      <NoticesCard session={session} />
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
