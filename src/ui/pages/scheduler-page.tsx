import { whyNot } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { startOf } from '../lib/session-words.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Session } from '../lib/views.ts';
import { Card, EmptyState, Page } from '../parts/page.tsx';
import { Person } from '../parts/person.tsx';
import { Since, Time } from '../parts/time.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { WhatIfCard } from '../parts/what-if-card.tsx';
import { Words } from '../parts/words.tsx';

/** Who leads says so every few seconds. */
const refreshMs = 5_000;

function Leader(): VNode {
  const { api, now } = useApp();
  const { value, trouble } = useLoad(`${Math.floor(now.value / refreshMs)}`, api.systemHealth);
  const leader = value?.leaders.find(({ election }) => election === 'resource-scheduler');
  return (
    <Card title="Leader">
      <TroubleNote trouble={trouble} />
      {value !== undefined && leader === undefined && <EmptyState title="No scheduler leads: bookings wait" />}
      {leader && (
        <p class="mb-0">
          <strong>{leader.name}</strong> <span class="text-body-secondary">(term {leader.token})</span>
        </p>
      )}
    </Card>
  );
}

function Row({ session }: { readonly session: Session }): VNode {
  const { id, name, ownerId, verdict, bookedAt, priority = 'normal' } = session;
  const start = startOf(session);
  return (
    <tr>
      <th scope="row" data-label="Session">
        <a href={paths.session(id)}>{name}</a>
      </th>
      <td data-label="Owner">
        <Person id={ownerId} />
      </td>
      <td data-label="Priority">{priority}</td>
      <td data-label="Start">{start === undefined ? 'as soon as possible' : <Time at={start} />}</td>
      <td data-label="Waits for">
        <Since at={bookedAt} />
      </td>
      <td data-label="Verdict">
        <Words text={verdict?.summary ?? 'not looked at yet'} />
      </td>
    </tr>
  );
}

function Queue(): VNode {
  const pending = useApp().live.sessions.value.filter(({ status }) => status === 'pending');
  return (
    <Card title="Waiting for a place">
      {pending.length === 0 ? (
        <EmptyState title="Nobody waits for a place" />
      ) : (
        <table class="table table-stack mb-0">
          <caption class="visually-hidden">Sessions without a place</caption>
          <thead>
            <tr>
              <th scope="col">Session</th>
              <th scope="col">Owner</th>
              <th scope="col">Priority</th>
              <th scope="col">Start</th>
              <th scope="col">Waits for</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {pending.map((session) => (
              <Row key={session.id} session={session} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

/** Who decides, who waits and why, and what changes would lead to. */
export function SchedulerPage(): VNode {
  const refused = whyNot(useApp().me.value, 'session:all');
  return (
    <Page title="Scheduler" lead="Who waits for a place, and what would change it">
      <Queue />
      <div class="row">
        <div class="col-lg-8">{refused === undefined ? <WhatIfCard /> : <EmptyState title={refused} />}</div>
        <div class="col-lg-4">
          <Leader />
        </div>
      </div>
    </Page>
  );
}
