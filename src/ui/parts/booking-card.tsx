import { may } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { modeWords } from '../lib/cohort.ts';
import { humanize, plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Session } from '../lib/views.ts';
import { AmountsLine } from './amounts.tsx';
import { CopyId } from './copy-id.tsx';
import { Facts } from './facts.tsx';
import { LabOfSession } from './lab-of-session.tsx';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { Time } from './time.tsx';

interface OfSession {
  readonly session: Session;
}

function Slot({ session }: OfSession): VNode {
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

function CohortLink({ session: { cohort } }: OfSession): VNode | undefined {
  const { me } = useApp();
  if (cohort === undefined) return undefined;
  const name = may(me.value, 'session:all') ? <a href={paths.cohort(cohort.id)}>{cohort.name}</a> : cohort.name;
  return (
    <span>
      {name}, {plural(cohort.size, 'seat')}, {modeWords(cohort.mode)}
    </span>
  );
}

function when(at: string | undefined): VNode | undefined {
  return at === undefined ? undefined : <Time at={at} />;
}

function regionOf({ wanted: { region, regionOnly } }: Session): string | undefined {
  return region === undefined || regionOnly !== true ? region : `${region}, and nowhere else`;
}

/** What was asked for, by whom and for whom, and when what of it came. */
export function BookingCard({ session }: OfSession): VNode {
  const { definition, readyAt, startedAt, endedAt, restartOf, priority } = session;
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
          ['Cohort', session.cohort && <CohortLink key="cohort" session={session} />],
          ['Timeslot', <Slot key="slot" session={session} />],
          ['Priority', priority === undefined || priority === 'normal' ? undefined : humanize(priority)],
          ['Region', regionOf(session)],
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
