import type { VNode } from 'preact';
import { plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { WhatIfAnswer } from '../lib/views.ts';
import { answerInWords, differenceWords, hostsIn, hoursInWords, warmInWords } from '../lib/what-if.ts';
import { Facts } from './facts.tsx';
import { VerdictView } from './verdict-view.tsx';
import { Words } from './words.tsx';

interface OutcomeProps {
  readonly answer: WhatIfAnswer;
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
      <p class="fw-semibold mb-2">{answerInWords(answer)}</p>
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
      {answer.warm.map((warm) => (
        <p key={warm.definitionId} class="mb-2">
          <strong>{warm.title}</strong>: {warmInWords(warm)}
        </p>
      ))}
      <Facts
        items={[
          ['New workers', hostsIn(answer)],
          ['Hosts run', `${hoursInWords(before.hours)} for what is booked now, ${hoursInWords(after.hours)} then`],
          ['It costs', differenceWords(difference)],
        ]}
      />
    </>
  );
}
