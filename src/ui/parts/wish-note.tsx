import { isFinal } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotExtend } from '../lib/permissions.ts';
import { answerWords, offerUntil, wishWords } from '../lib/session-wish.ts';
import type { Session } from '../lib/views.ts';
import { ExtendButton } from './extend-button.tsx';
import { Person } from './person.tsx';
import { Ago } from './time.tsx';
import { Words } from './words.tsx';

interface OfSession {
  readonly session: Session;
}

function Pending({ session: { wish } }: OfSession): VNode | null {
  const { live } = useApp();
  if (wish === undefined) return null;
  return (
    <p class="mb-2" role="status">
      <span class="spinner-border spinner-border-sm me-2" aria-hidden="true" />
      <Words text={wishWords(wish, (workerId) => live.find('worker', workerId)?.name ?? workerId)} />, asked{' '}
      <Ago at={wish.at} /> by <Person id={wish.by} />: {wish.reason}. The scheduler has yet to answer.
    </p>
  );
}

/** With a way to take what was possible in place of what was refused, while that is more than it has. */
function Answered({ session }: OfSession): VNode | null {
  const { me } = useApp();
  const { wishAnswer } = session;
  if (wishAnswer === undefined || isFinal(session)) return null;
  const offer = offerUntil(session, wishAnswer.latestEnd);
  const mayTake = offer !== undefined && whyNotExtend(me.value, session) === undefined;
  return (
    <div class={`alert ${wishAnswer.granted ? 'alert-success' : 'alert-warning'} py-2 mb-2`} role="status">
      <Words text={answerWords(wishAnswer)} /> (<Ago at={wishAnswer.at} />)
      {mayTake && (
        <div class="mt-2">
          <ExtendButton session={session} label={`Take the ${offer.minutes} min`} first={offer.minutes} />
        </div>
      )}
    </div>
  );
}

/** What somebody wants of a session, and what became of the last such wish. */
export function WishNote({ session }: OfSession): VNode {
  return (
    <>
      <Pending session={session} />
      <Answered session={session} />
    </>
  );
}
