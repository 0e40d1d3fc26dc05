import { whyNot } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { ledControllers } from '../lib/leaders.ts';
import { useLoad } from '../lib/use-load.ts';
import { DecisionsCard } from '../parts/decisions-card.tsx';
import { LeaderLine, NobodyKnowsWhoLeads } from '../parts/leader-line.tsx';
import { Card, EmptyState, Page } from '../parts/page.tsx';
import { PlaceNow } from '../parts/place-now.tsx';
import { QueueCard } from '../parts/queue-card.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { WhatIfCard } from '../parts/what-if-card.tsx';

/** Who leads says so every few seconds. */
const refreshMs = 5_000;

function Leader(): VNode {
  const { api, now } = useApp();
  const { value, trouble } = useLoad(`${Math.floor(now.value / refreshMs)}`, api.systemHealth);
  const scheduler = value && ledControllers(value).find(({ election }) => election === 'resource-scheduler');
  return (
    <Card title="Leader">
      <TroubleNote trouble={trouble} />
      {value !== undefined && <NobodyKnowsWhoLeads why={value.coordination} />}
      {scheduler !== undefined && value?.coordination === 'ok' && <LeaderLine controller={scheduler} />}
      <hr />
      <PlaceNow />
    </Card>
  );
}

/** Who decides, who waits and why, and what changes would lead to. */
export function SchedulerPage(): VNode {
  const refused = whyNot(useApp().me.value, 'session:all');
  return (
    <Page title="Scheduler" lead="Who waits for a place, what would change it, and what was decided">
      <QueueCard />
      <div class="row">
        <div class="col-lg-8">
          {refused === undefined ? (
            <WhatIfCard />
          ) : (
            <Card title="What if">
              <EmptyState title={refused} />
            </Card>
          )}
        </div>
        <div class="col-lg-4">
          <Leader />
        </div>
      </div>
      <DecisionsCard />
    </Page>
  );
}
