import { may } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { engineInWords, nextTryOf } from '../lib/grader.ts';
import type { GradingAction } from '../lib/paths.ts';
import { whyNotGrading } from '../lib/permissions.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Dialog } from './dialog.tsx';
import { Card, Loading } from './page.tsx';
import { Person } from './person.tsx';
import { Result, WholeReport } from './score-report.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';

type Grading = NonNullable<Session['gradings']>[number];

const orders = {
  regrade: {
    label: 'Regrade',
    consequence: 'The evidence that was stored is graded once more. The score so far stays in the list below.',
    done: 'Grading asked for',
  },
  reread: {
    label: 'Read and grade now',
    consequence: 'What the lab shows now is collected and graded, while the candidate goes on working.',
    done: 'Reading asked for',
  },
  submit: {
    label: 'Submit',
    consequence: 'You stand behind this score. Another grading would take that back.',
    done: 'Score submitted',
  },
  lock: {
    label: 'Lock',
    consequence: 'Nothing changes this score any more: no grading, and nobody. This cannot be undone.',
    done: 'Score locked',
  },
} as const satisfies Record<GradingAction, { label: string; consequence: string; done: string }>;

const causes = { end: 'At its end', regrade: 'Graded again', reread: 'Read and graded' } as const;

function OrderDialog({ session, action, onClose }: OrderDialogProps): VNode {
  const { api, announce } = useApp();
  const rules = useSignal<'booked' | 'newest'>('booked');
  const { label, consequence, done } = orders[action];
  return (
    <ConfirmDialog
      title={`${label}: ${session.name}`}
      confirmLabel={label}
      danger={action === 'lock'}
      reason="none"
      onClose={onClose}
      perform={async () => {
        if (action === 'submit' || action === 'lock') await api.reviewScore(session.id, action);
        else await api.orderGrading(session.id, action, rules.value);
        announce(done);
      }}
    >
      <p class="mb-2">{consequence}</p>
      {(action === 'regrade' || action === 'reread') && (
        <label class="form-label w-100">
          Rules
          <select
            class="form-select"
            value={rules.value}
            onChange={(event) => {
              rules.value = event.currentTarget.value === 'newest' ? 'newest' : 'booked';
            }}
          >
            <option value="booked">of version {session.definition.version}, with which it was booked</option>
            <option value="newest">of the newest version of the lab</option>
          </select>
        </label>
      )}
    </ConfirmDialog>
  );
}

interface OrderDialogProps {
  readonly session: Session;
  readonly action: GradingAction;
  readonly onClose: () => void;
}

function ReportDialog({ session, grading, onClose }: ReportDialogProps): VNode {
  const { api } = useApp();
  const report = useLoad(`${grading.number}`, async () => api.scoreReport(session.id, grading.number));
  return (
    <Dialog title={`Grading ${grading.number}`} onClose={onClose}>
      <Result score={grading.score} />
      <TroubleNote trouble={report.trouble} />
      {report.loading && <Loading what="the report" />}
      {report.value !== undefined && <WholeReport report={report.value} />}
    </Dialog>
  );
}

interface ReportDialogProps {
  readonly session: Session;
  readonly grading: Grading;
  readonly onClose: () => void;
}

function GradingRow({ grading, onOpen }: { readonly grading: Grading; readonly onOpen: () => void }): VNode {
  const { number, cause, by, at, score } = grading;
  return (
    <tr>
      <th scope="row">{number}</th>
      <td>
        {causes[cause]}
        {cause !== 'end' && (
          <span>
            {' '}
            for <Person id={by} />
          </span>
        )}
        <div class="small text-body-secondary">
          <Time at={at} />
          {score.rulesVersion !== undefined && `, rules ${score.rulesVersion}`}, by {engineInWords(score.engine)}
        </div>
      </td>
      <td class="text-nowrap text-end">
        {score.points} / {score.maxPoints}
        <div>
          <button
            type="button"
            class="btn btn-link btn-sm p-0"
            onClick={onOpen}
            aria-label={`Report of grading ${number}`}
          >
            Report
          </button>
        </div>
      </td>
    </tr>
  );
}

const reviewWords = { submitted: 'Submitted', locked: 'Locked' } as const;

function ReviewLine({ session }: { readonly session: Session }): VNode | null {
  const { review, regrade, regradeFailure, score } = session;
  if (regrade !== undefined) return <OrderLine order={regrade} />;
  if (regradeFailure !== undefined)
    return <p class="alert alert-warning py-2">Could not be graded: {regradeFailure}</p>;
  if (review === undefined) return score === undefined ? null : <p class="mb-2">Waits to be submitted.</p>;
  return (
    <p class="mb-2">
      {reviewWords[review.state]} by <Person id={review.by} />, <Time at={review.at} />
    </p>
  );
}

/** A grading that is under way; that of its end is nobody's order. */
function OrderLine({ order: { cause, by } }: { readonly order: NonNullable<Session['regrade']> }): VNode {
  if (cause === 'end')
    return <p class="mb-2">Still to be graded. Its lab is given back; what was collected of it is kept.</p>;
  return (
    <p class="mb-2">
      Being graded, as <Person id={by} /> asked.
    </p>
  );
}

/** Why there is no score yet, since when, and what comes next. */
function Away({ session }: { readonly session: Session }): VNode | null {
  const { now } = useApp();
  const { graderAway } = session;
  if (graderAway === undefined) return null;
  return (
    <p class="alert alert-warning py-2 mb-2" role="status">
      Grading waits for the grading engine since <Time at={graderAway.since} />: {graderAway.reason}. Next try{' '}
      <Time at={nextTryOf(session, now.value) ?? graderAway.since} />. Nothing is lost; under <em>Steps</em> an operator
      may try it at once, or leave the session ungraded.
    </p>
  );
}

const shownBefore: readonly Session['status'][] = ['running', 'archived'];

function GradingsTable({ session }: { readonly session: Session }): VNode | null {
  const open = useSignal<Grading | undefined>(undefined);
  const { gradings = [] } = session;
  if (gradings.length === 0) return null;
  return (
    <>
      <table class="table table-sm">
        <caption class="visually-hidden">Gradings</caption>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">Why</th>
            <th scope="col" class="text-end">
              Points
            </th>
          </tr>
        </thead>
        <tbody>
          {gradings.toReversed().map((grading) => (
            <GradingRow
              key={grading.number}
              grading={grading}
              onOpen={() => {
                open.value = grading;
              }}
            />
          ))}
        </tbody>
      </table>
      {open.value !== undefined && (
        <ReportDialog
          session={session}
          grading={open.value}
          onClose={() => {
            open.value = undefined;
          }}
        />
      )}
    </>
  );
}

function GradingOrders({ session }: { readonly session: Session }): VNode {
  const { me } = useApp();
  const asked = useSignal<GradingAction | undefined>(undefined);
  const actions: readonly GradingAction[] = session.status === 'running' ? ['reread'] : ['regrade', 'submit', 'lock'];
  return (
    <div class="d-flex flex-wrap gap-1">
      {actions.map((action) => (
        <ActionButton
          key={action}
          label={orders[action].label}
          tone={action === 'lock' ? 'danger' : 'secondary'}
          whyNot={whyNotGrading(me.value, action, session)}
          onClick={() => {
            asked.value = action;
          }}
        />
      ))}
      {asked.value !== undefined && (
        <OrderDialog
          session={session}
          action={asked.value}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </div>
  );
}

/** Every grading there was, and what may be done about the score; candidates find the card once there is one. */
export function GradingsCard({ session }: { readonly session: Session }): VNode | null {
  const { me } = useApp();
  const { gradings = [], status, graderAway } = session;
  const mayOrder = may(me.value, 'session:all');
  const isExpected = mayOrder && shownBefore.includes(status);
  if (gradings.length === 0 && graderAway === undefined && !isExpected) return null;
  return (
    <Card title="Gradings">
      <Away session={session} />
      <ReviewLine session={session} />
      <GradingsTable session={session} />
      {mayOrder && <GradingOrders session={session} />}
    </Card>
  );
}
