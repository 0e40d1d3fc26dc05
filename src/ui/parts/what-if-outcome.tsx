import type { VNode } from 'preact';
import { formatUsd, plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { WhatIfAnswer } from '../lib/views.ts';
import { Facts } from './facts.tsx';
import { VerdictView } from './verdict-view.tsx';
import { Words } from './words.tsx';

interface OutcomeProps {
  readonly answer: WhatIfAnswer;
}

function hours(value: number): string {
  return `${Math.round(Math.abs(value) * 10) / 10} h`;
}

/** `2.5 h and $9.90 more`. */
export function differenceWords({ hours: ran, costUsd }: WhatIfAnswer['difference']): string {
  if (Math.abs(ran) < 0.05 && Math.abs(costUsd) < 0.005) return 'nothing more: hosts run then anyway';
  return `${hours(ran)} of hosts and ${formatUsd(Math.abs(costUsd))} ${ran < 0 || costUsd < 0 ? 'less' : 'more'}`;
}

function hostsIn({ newWorkers }: WhatIfAnswer): string {
  const kinds = Map.groupBy(newWorkers, ({ template, region }) => `${template} in ${region}`);
  return kinds.size === 0 ? 'none' : [...kinds].map(([kind, all]) => `${all.length} of ${kind}`).join(', ');
}

function Moved({ answer: { moved } }: OutcomeProps): VNode | null {
  if (moved.length === 0) return null;
  const lost = moved.filter(({ fits }) => !fits).length;
  return (
    <>
      <p class="mb-1">
        {plural(moved.length, 'session')} would go elsewhere
        {lost > 0 && (
          <>
            , <strong>{lost} would lose their place</strong>
          </>
        )}
        :
      </p>
      <ul>
        {moved.map(({ sessionId, name, fits, workerName, summary }) => (
          <li key={sessionId}>
            <a href={paths.session(sessionId)}>{name}</a>: {fits ? `goes to ${workerName}` : <Words text={summary} />}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What a change would lead to: who fits, who has to go elsewhere, which hosts are made, and what that costs. */
export function WhatIfOutcome({ answer }: OutcomeProps): VNode {
  const { bookings, before, after, difference } = answer;
  return (
    <>
      {bookings.map(({ definitionId, title, seats, fit, verdict }) => (
        <div key={definitionId} class="mb-2">
          <p class="mb-1">
            <strong>
              {fit} of {plural(seats, 'seat')}
            </strong>{' '}
            of {title} {seats === 1 ? 'fits' : 'fit'}.
          </p>
          {verdict && <VerdictView verdict={verdict} />}
        </div>
      ))}
      <Moved answer={answer} />
      <Facts
        items={[
          ['New workers', hostsIn(answer)],
          ['Hosts run', `${hours(before.hours)} for what is booked now, ${hours(after.hours)} then`],
          ['It costs', differenceWords(difference)],
        ]}
      />
    </>
  );
}
