import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { isAsked, ratingInWords, ratings } from '../lib/feedback.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Card } from './page.tsx';
import { Time } from './time.tsx';

interface OfSession {
  readonly session: Session;
}

function Ratings({ rating }: { readonly rating: Signal<number> }): VNode {
  return (
    <fieldset class="mb-3">
      <legend class="form-label fs-6">Rating</legend>
      {ratings.map((one) => (
        <div class="form-check" key={one.rating}>
          <input
            class="form-check-input"
            type="radio"
            name="rating"
            id={`rating-${one.rating}`}
            checked={rating.value === one.rating}
            onChange={() => {
              rating.value = one.rating;
            }}
          />
          <label class="form-check-label" for={`rating-${one.rating}`}>
            {one.rating} – {one.words}
          </label>
        </div>
      ))}
    </fieldset>
  );
}

function FeedbackDialog({ session, onClose }: OfSession & { readonly onClose: () => void }): VNode {
  const { api, announce } = useApp();
  const rating = useSignal(session.feedback?.rating ?? 4);
  const comment = useSignal(session.feedback?.comment ?? '');
  return (
    <ConfirmDialog
      title={`How was ${session.name}?`}
      confirmLabel="Send"
      danger={false}
      reason="none"
      onClose={onClose}
      perform={async () => {
        await api.giveFeedback(session.id, rating.value, comment.value.trim());
        announce('Thank you');
      }}
    >
      <Ratings rating={rating} />
      <label class="form-label w-100">
        In your words
        <textarea
          class="form-control"
          rows={3}
          maxLength={1000}
          value={comment.value}
          onInput={(event) => {
            comment.value = event.currentTarget.value;
          }}
        />
      </label>
    </ConfirmDialog>
  );
}

function Given({ feedback: { rating, comment, at } }: { readonly feedback: NonNullable<Session['feedback']> }): VNode {
  return (
    <>
      <p class="mb-1">
        {ratingInWords(rating)}{' '}
        <span class="small text-body-secondary">
          at <Time at={at} />
        </span>
      </p>
      {comment !== undefined && <p class="mb-2 text-break">“{comment}”</p>}
    </>
  );
}

/** What its candidate thought of it: asked of them, and shown to operators. */
export function FeedbackCard({ session }: OfSession): VNode | null {
  const { me } = useApp();
  const isOpen = useSignal(false);
  const { feedback } = session;
  const asked = isAsked(me.value, session);
  if (feedback === undefined && !asked) return null;
  return (
    <Card title="Feedback">
      {feedback === undefined ? (
        <p class="mb-2">How was it? Whoever looks after the labs reads it.</p>
      ) : (
        <Given feedback={feedback} />
      )}
      {asked && (
        <ActionButton
          label={feedback === undefined ? 'Give feedback' : 'Change feedback'}
          onClick={() => {
            isOpen.value = true;
          }}
        />
      )}
      {isOpen.value && (
        <FeedbackDialog
          session={session}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </Card>
  );
}
