import { whyNot } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type CohortNow, cohortOf } from '../lib/cohort.ts';
import { allSessions } from '../lib/older-sessions.ts';
import { paths } from '../lib/paths.ts';
import { whyNotTerminate } from '../lib/permissions.ts';
import { useChoice, useList } from '../lib/use-list.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Session } from '../lib/views.ts';
import { CohortAttentionCard, CohortFactsCard } from '../parts/cohort-cards.tsx';
import { CohortOrders } from '../parts/cohort-orders.tsx';
import { ListTable } from '../parts/data-table.tsx';
import { HandOutCard } from '../parts/hand-out-card.tsx';
import { Card, EmptyState, Loading, Page } from '../parts/page.tsx';
import { SessionBulk } from '../parts/session-bulk.tsx';
import { seatColumns } from '../parts/session-columns.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const list = <a href={paths.cohorts()}>Cohorts</a>;

function Seats({ seats }: { readonly seats: readonly Session[] }): VNode {
  const { me } = useApp();
  const rows = useList({
    table: 'seats',
    columns: seatColumns,
    rows: seats,
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
  });
  const choice = useChoice(rows, (session) => whyNotTerminate(me.value, session));
  return (
    <Card title="Seats">
      <SessionBulk choice={choice} />
      <ListTable caption="Seats" list={rows} choice={choice} />
    </Card>
  );
}

function Detail({ cohort }: { readonly cohort: CohortNow }): VNode {
  return (
    <Page title={cohort.cohort.name} lead={list} actions={<CohortOrders seats={cohort.seats} />}>
      <div class="row">
        <div class="col-lg-6">
          <CohortFactsCard cohort={cohort} />
        </div>
        <div class="col-lg-6">
          <CohortAttentionCard cohort={cohort} />
          <HandOutCard cohort={cohort} />
        </div>
      </div>
      <Seats seats={cohort.seats} />
    </Page>
  );
}

/** Seats that ended long ago are not in the stream; they are asked for where some of it are not known. */
function useCohort(id: string) {
  const { api, live, settled } = useApp();
  const known = cohortOf(id, live.sessions.value);
  const isWhole = known !== undefined && known.missing === 0;
  const asked = settled.value && !isWhole ? id : undefined;
  const older = useLoad(asked, async () => (await api.sessions({ q: `cohort:${id}` })).items);
  const cohort = cohortOf(id, allSessions(live.sessions.value, older.value ?? []));
  return { cohort, trouble: older.trouble, isLoading: !settled.value || older.loading };
}

function OfOperator({ id }: { readonly id: string }): VNode {
  const { cohort, trouble, isLoading } = useCohort(id);
  if (cohort !== undefined) return <Detail cohort={cohort} />;
  if (isLoading) return <Loading what="the cohort" />;
  return (
    <Page title="No such cohort" lead={id}>
      <TroubleNote trouble={trouble} />
      <a href={paths.cohorts()}>Back to the list</a>
    </Page>
  );
}

/** All seats of a cohort: who has which, how far each is, what needs somebody, and what is ordered of all of them. */
export function CohortPage({ id }: { readonly id: string }): VNode {
  const refused = whyNot(useApp().me.value, 'session:all');
  if (refused === undefined) return <OfOperator id={id} />;
  return (
    <Page title="Cohort" lead={id}>
      <EmptyState title={refused} />
    </Page>
  );
}
