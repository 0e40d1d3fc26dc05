import { isFinal } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { awayWords, endWords, nextStep, noShowWords, targetOf, warningOf } from '../lib/candidate.ts';
import type { Session } from '../lib/views.ts';
import { ExtendButton } from './extend-button.tsx';
import { LaunchButton } from './launch-button.tsx';
import { Card } from './page.tsx';
import { Countdown, Time } from './time.tsx';
import { WishNote } from './wish-note.tsx';
import { Words } from './words.tsx';

interface OfSession {
  readonly session: Session;
}

/** What the clock runs to: large enough to be read from across the desk. */
function Clock({ session }: OfSession): VNode | null {
  const target = targetOf(session, useApp().now.value);
  if (target === undefined) return null;
  const { until, words, level } = target;
  return (
    <p class={`candidate-clock candidate-${level}`}>
      <Countdown until={until} />
      <span class="candidate-words">
        {words}: {words === 'left' ? 'it ends at ' : 'at '}
        <Time at={until} />
      </span>
    </p>
  );
}

/** Said once when it becomes true, and not each second. */
function Warnings({ session }: OfSession): VNode {
  const { now } = useApp();
  const warning = warningOf(session, now.value);
  const noShow = noShowWords(session, now.value);
  const away = awayWords(session);
  return (
    <>
      <div role="alert">
        {away !== undefined && (
          <p class="alert alert-warning py-2">
            <Words text={away} />
          </p>
        )}
      </div>
      <div role="alert">{warning !== undefined && <p class="alert alert-danger py-2">{warning}</p>}</div>
      {noShow !== undefined && (
        <p class="alert alert-warning py-2">
          <Words text={noShow} />
        </p>
      )}
    </>
  );
}

/** One’s own session: how long still, what to do now, what becomes of it, and the two buttons that matter. */
export function CandidateCard({ session }: OfSession): VNode | null {
  const { live } = useApp();
  const step = nextStep(session);
  const end = endWords(session, live.find('definition', session.definition.id));
  if (isFinal(session) || step === undefined) return null;
  return (
    <Card title="Your session">
      <Clock session={session} />
      <Warnings session={session} />
      {awayWords(session) === undefined && (
        <p class="mb-1" aria-live="polite">
          {step}
        </p>
      )}
      {end !== undefined && (
        <p>
          <Words text={end} />
        </p>
      )}
      <WishNote session={session} />
      <div class="candidate-buttons">
        <LaunchButton session={session} />
        <ExtendButton session={session} label="More time" />
      </div>
    </Card>
  );
}

/** The same hint for those who look after other people’s sessions. */
export function NoShowNote({ session }: OfSession): VNode | null {
  const words = noShowWords(session, useApp().now.value);
  if (words === undefined) return null;
  return (
    <p class="alert alert-warning py-2 mb-2" role="status">
      <Words text={words} />
    </p>
  );
}
