import { isFinal } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { plural } from '../lib/format.ts';
import type { Session } from '../lib/views.ts';
import { HandOutForm } from './hand-out-form.tsx';
import { Card } from './page.tsx';
import { VerdictView } from './verdict-view.tsx';

/** Of a list that is about one cohort: how far its seats are, and why some wait. */
export function CohortSummary({
  sessions,
  query,
}: {
  readonly sessions: readonly Session[];
  readonly query: string;
}): VNode | null {
  const cohort = sessions[0]?.cohort;
  if (cohort === undefined || !query.includes('cohort:')) return null;
  const seats = sessions.filter((session) => session.cohort?.id === cohort.id);
  if (seats.length < sessions.length) return null;
  const waiting = seats.filter(({ status }) => status === 'pending');
  const ended = seats.filter(isFinal).length;
  const verdicts = waiting.flatMap(({ verdict }) => verdict ?? []);
  const verdict = verdicts.find(({ workers }) => workers.length > 0) ?? verdicts[0];
  const placed = seats.length - waiting.length - ended;
  return (
    <Card title={cohort.name}>
      <p class="mb-2">
        {plural(cohort.size, 'seat')}, {cohort.mode === 'all-or-nothing' ? 'all or none' : 'as many as possible'}:{' '}
        {placed} with a place, {waiting.length} waiting, {ended} ended.
      </p>
      {verdict && <VerdictView verdict={verdict} />}
      <HandOutForm seats={seats} />
    </Card>
  );
}
