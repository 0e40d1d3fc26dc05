import { isFinal } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { historyWords } from '../lib/event-words.ts';
import { paths } from '../lib/paths.ts';
import { isAboutPlace } from '../lib/session-event-words.ts';
import type { Commit, Session } from '../lib/views.ts';
import { Card } from './page.tsx';
import { SessionPorts } from './session-ports.tsx';
import { Time } from './time.tsx';
import { VerdictView } from './verdict-view.tsx';
import { Words } from './words.tsx';

export interface PlacementCardProps {
  readonly session: Session;
  readonly commits: readonly Commit[] | undefined;
}

/** How it came to where it is; a first place that it kept is told above already. */
function Moves({ commits = [] }: Pick<PlacementCardProps, 'commits'>): VNode | null {
  const moves = commits
    .toSorted((a, b) => a.version - b.version)
    .flatMap(({ at, events }) => events.filter(isAboutPlace).map((event) => ({ at, words: historyWords(event) })));
  if (moves.length < 2) return null;
  return (
    <>
      <h3 class="h6 mt-3">Places it had</h3>
      <ol class="history">
        {moves.map(({ at, words }, index) => (
          <li key={index}>
            <span class="small text-body-secondary">
              <Time at={at} />
            </span>{' '}
            <Words text={words} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** Where it is and why, what the other workers lacked, and how its consoles are reached. */
export function PlacementCard({ session, commits }: PlacementCardProps): VNode | null {
  const { placement, verdict } = session;
  if (placement === undefined && verdict === undefined) return null;
  return (
    <Card title="Placement">
      {placement !== undefined && (
        <p>
          {isFinal(session) ? 'Was on' : 'On'} <a href={paths.worker(placement.workerId)}>{placement.workerName}</a>{' '}
          from <Time at={placement.from} /> to <Time at={placement.until} />, preparation and clean-up included:{' '}
          {placement.why}
        </p>
      )}
      {verdict !== undefined && <VerdictView verdict={verdict} />}
      <SessionPorts session={session} />
      <Moves commits={commits} />
    </Card>
  );
}
