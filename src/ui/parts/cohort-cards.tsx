import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type CohortNow, concernsOfSeats, countsInWords, modeWords } from '../lib/cohort.ts';
import { plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { startOf } from '../lib/session-words.ts';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { Badge } from './status-badge.tsx';
import { Ago, Time } from './time.tsx';
import { VerdictView } from './verdict-view.tsx';

interface OfCohort {
  readonly cohort: CohortNow;
}

/** What it is, how far its seats are, and why some wait. */
export function CohortFactsCard({ cohort: now }: OfCohort): VNode {
  const { cohort, first, verdict } = now;
  const { definition, bookedBy, bookedAt, priority } = first;
  const start = startOf(first);
  return (
    <Card title="Cohort">
      <Facts
        items={[
          ['Seats', `${plural(cohort.size, 'seat')}, ${modeWords(cohort.mode)}: ${countsInWords(now)}`],
          [
            'Lab',
            <a key="lab" href={paths.definition(definition.id)}>
              {definition.title} {definition.version}
            </a>,
          ],
          [
            'Start',
            start && (
              <span key="start">
                <Time at={start} /> (<Ago at={start} />)
              </span>
            ),
          ],
          ['Length', `${first.wanted.durationMinutes} min`],
          ['Priority', priority],
          [
            'Booked',
            <span key="booked">
              <Time at={bookedAt} /> by <Person id={bookedBy} />
            </span>,
          ],
        ]}
      />
      {verdict && <VerdictView verdict={verdict} />}
    </Card>
  );
}

/** So many are named; the table has the others. */
const mostNamed = 8;

/** What somebody should do something about, the most urgent first. */
export function CohortAttentionCard({ cohort: { seats } }: OfCohort): VNode {
  // Coarse enough not to be drawn every second.
  const now = Math.floor(useApp().now.value / 10_000) * 10_000;
  const found = concernsOfSeats(seats, now);
  return (
    <Card title="Needs attention">
      {found.length === 0 && <p class="mb-0">No seat needs anything.</p>}
      <ul class="list-unstyled mb-0">
        {found.map(({ concern, words, isUrgent, seats: concerned }) => (
          <li key={concern} class="mb-2">
            <Badge tone={isUrgent ? 'bad' : 'wait'} text={isUrgent ? 'Now' : 'Soon'} /> {words}
            <div class="small">
              {concerned.slice(0, mostNamed).map(({ id, name }, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <a href={paths.session(id)}>{name}</a>
                </span>
              ))}
              {concerned.length > mostNamed && ` and ${concerned.length - mostNamed} more`}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
