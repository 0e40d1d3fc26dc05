import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotExtend } from '../lib/permissions.ts';
import { troubleFrom } from '../lib/problem.ts';
import {
  endAfter,
  latestEndIn,
  minuteChoices,
  minutesAllowed,
  type Offer,
  offerUntil,
  whyNotMinutes,
} from '../lib/session-wish.ts';
import { useHeard } from '../lib/use-heard.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FormField } from './form-field.tsx';
import { Time } from './time.tsx';

interface OfSession {
  readonly session: Session;
}

interface ChoicesProps extends OfSession {
  readonly minutes: Signal<string>;
}

/** The usual steps, all that is allowed, and any number in between. */
function MinuteChoices({ session, minutes }: ChoicesProps): VNode {
  const allowed = minutesAllowed(session);
  const choose = (text: string): void => {
    minutes.value = text;
  };
  return (
    <>
      <div class="d-flex flex-wrap gap-1 mb-2" role="group" aria-label="How many minutes more">
        {minuteChoices(session).map((choice) => (
          <button
            key={choice}
            type="button"
            class={`btn btn-outline-primary ${minutes.value === String(choice) ? 'active' : ''}`}
            aria-pressed={minutes.value === String(choice)}
            onClick={() => choose(String(choice))}
          >
            +{choice} min{choice === allowed && ', all that is allowed'}
          </button>
        ))}
      </div>
      <div class="row">
        <FormField
          label="Minutes more"
          type="number"
          columns={6}
          required
          value={minutes.value}
          onInput={choose}
          {...(allowed !== undefined && { help: `Its definition allows ${allowed} at most` })}
        />
      </div>
    </>
  );
}

interface TakeProps {
  readonly offer: Offer | undefined;
  readonly minutes: Signal<string>;
}

/** What is possible where more is not; a click asks for just that. */
function TakeOffer({ offer, minutes }: TakeProps): VNode | null {
  if (offer === undefined) return null;
  return (
    <div class="alert alert-info py-2 mt-2 mb-0" role="status">
      <p class="mb-2">
        It can stay until <Time at={offer.end} /> at most.
      </p>
      <ActionButton
        label={`Take the ${offer.minutes} min`}
        type="submit"
        tone="primary"
        onClick={() => {
          minutes.value = String(offer.minutes);
        }}
      />
    </div>
  );
}

interface DialogProps extends OfSession {
  /** What was offered before; else the shortest of the usual steps. */
  readonly first?: number | undefined;
  readonly onClose: () => void;
}

/** Asks for more time and says at once what the calendar allows. */
export function ExtendDialog({ session, first, onClose }: DialogProps): VNode {
  const { api } = useApp();
  const heard = useHeard();
  const minutes = useSignal(String(first ?? minuteChoices(session)[0] ?? ''));
  const latestEnd = useSignal<string | undefined>(undefined);
  const end = endAfter(session, Number(minutes.value));
  const perform = async (reason: string): Promise<void> => {
    try {
      heard(await api.extendSession(session.id, Number(minutes.peek()), reason));
    } catch (thrown) {
      latestEnd.value = latestEndIn(troubleFrom(thrown));
      throw thrown;
    }
  };
  return (
    <ConfirmDialog
      title={`More time for ${session.name}`}
      confirmLabel="Extend"
      danger={false}
      whyNot={whyNotMinutes(session, Number(minutes.value))}
      perform={perform}
      onClose={onClose}
    >
      <MinuteChoices session={session} minutes={minutes} />
      {end !== undefined && session.timeslot !== undefined && (
        <p class="mt-2 mb-1">
          It ends at <Time at={end} /> then, in place of <Time at={session.timeslot.end} />. Nobody else is moved for
          it.
        </p>
      )}
      <TakeOffer offer={offerUntil(session, latestEnd.value)} minutes={minutes} />
    </ConfirmDialog>
  );
}

interface ButtonProps extends OfSession {
  readonly label?: string;
  readonly first?: number | undefined;
}

export function ExtendButton({ session, label = 'Extend', first }: ButtonProps): VNode {
  const { me } = useApp();
  const open = useSignal(false);
  return (
    <>
      <ActionButton
        label={label}
        description={`${label}: ${session.name}`}
        whyNot={whyNotExtend(me.value, session) ?? whyNotMinutes(session, 1)}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <ExtendDialog
          session={session}
          first={first}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
