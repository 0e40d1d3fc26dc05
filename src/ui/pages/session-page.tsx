import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { isOwn, targetOf } from '../lib/candidate.ts';
import { apiPaths, paths } from '../lib/paths.ts';
import { rowsWithOutlook, waitingWords } from '../lib/session-waits.ts';
import { subStep } from '../lib/session-words.ts';
import { useEntity } from '../lib/use-entity.ts';
import { useLoad } from '../lib/use-load.ts';
import { useSessionNodes } from '../lib/use-session-nodes.ts';
import type { Session } from '../lib/views.ts';
import { BookingCard } from '../parts/booking-card.tsx';
import { CandidateCard, NoShowNote } from '../parts/candidate-card.tsx';
import { DeliveryCard } from '../parts/delivery-card.tsx';
import { EvidenceCard } from '../parts/evidence-card.tsx';
import { FeedbackCard } from '../parts/feedback-card.tsx';
import { Gantt } from '../parts/gantt.tsx';
import { GradingsCard } from '../parts/gradings-card.tsx';
import { HistoryCommits } from '../parts/history-list.tsx';
import { KeptNote } from '../parts/kept-note.tsx';
import { Missing } from '../parts/missing.tsx';
import { NoticesCard } from '../parts/notices-card.tsx';
import { Card, Page } from '../parts/page.tsx';
import { PhaseRail } from '../parts/phase-rail.tsx';
import { PlacementCard } from '../parts/placement-card.tsx';
import { RunsCard } from '../parts/runs-card.tsx';
import { ScoreCard } from '../parts/score-report.tsx';
import { SessionBadges } from '../parts/session-badges.tsx';
import { SessionCostCard } from '../parts/session-cost-card.tsx';
import { SessionOrders } from '../parts/session-orders.tsx';
import { SessionTopologyCard } from '../parts/session-topology-card.tsx';
import { StepActions } from '../parts/step-actions.tsx';
import { SuspensionList } from '../parts/suspension-list.tsx';
import { TasksAbout } from '../parts/tasks-about.tsx';
import { Countdown, Since } from '../parts/time.tsx';
import { WishNote } from '../parts/wish-note.tsx';
import { Words } from '../parts/words.tsx';

/** Whose session it is sees the clock large, above everything else. */
function Clock({ session }: { readonly session: Session }): VNode | null {
  const { me, now } = useApp();
  const target = isOwn(session, me.value) ? undefined : targetOf(session, now.value);
  if (target === undefined) return null;
  return (
    <p class="fs-4 mb-1">
      <Countdown until={target.until} /> <span class="fs-6 text-body-secondary">{target.words}</span>
    </p>
  );
}

/** Whose own it is has its wishes and what keeps them from working on a card of their own. */
function StatusCard({ session, waiting }: { readonly session: Session; readonly waiting: string }): VNode {
  const { me } = useApp();
  const step = subStep(session);
  const isTheirs = isOwn(session, me.value);
  return (
    <Card title="Status">
      <Clock session={session} />
      <p class="mb-1">
        <span aria-live="polite">
          <SessionBadges session={session} />
        </span>{' '}
        for <Since at={session.statusSince} />
        {step !== undefined && <span> · {step}</span>}
      </p>
      <p class="mb-2 sentence" aria-live="polite">
        <Words text={waiting} />
      </p>
      {!isTheirs && <WishNote session={session} />}
      {!isTheirs && <NoShowNote session={session} />}
      {!isTheirs && <KeptNote session={session} />}
      <SuspensionList session={session} />
      <PhaseRail session={session} />
    </Card>
  );
}

function Detail({ session }: { readonly session: Session }): VNode {
  const { me, api, live } = useApp();
  const nodes = useSessionNodes(session);
  const worker = live.find('worker', session.placement?.workerId ?? '');
  const around = { worker, nodes: nodes.value };
  const rows = rowsWithOutlook(session, around);
  const history = useLoad(`${session.id}@${session.version}`, async () => api.history('session', session.id));
  return (
    <Page
      title={session.name}
      lead={<a href={paths.sessions()}>Sessions</a>}
      actions={<SessionOrders session={session} />}
    >
      {isOwn(session, me.value) && <CandidateCard session={session} />}
      <TasksAbout kind="session" id={session.id} />
      <StatusCard session={session} waiting={waitingWords(session, around)} />
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
          <RunsCard session={session} />
          <EvidenceCard session={session} />
          <SessionTopologyCard session={session} nodes={nodes} />
        </div>
        <div class="col-lg-6">
          <DeliveryCard session={session} />
          <BookingCard session={session} />
          <PlacementCard session={session} commits={history.value} />
          <SessionCostCard session={session} />
        </div>
      </div>
      <NoticesCard session={session} />
      <HistoryCommits
        commits={history.value}
        trouble={history.trouble}
        aside={
          <a href={apiPaths.history('session', session.id)} download={`${session.id}.json`}>
            Download
          </a>
        }
      />
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
