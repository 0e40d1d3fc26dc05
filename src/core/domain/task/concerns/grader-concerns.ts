import { instant, toIso } from '../../../kernel/index.ts';
import type { Session } from '../../session/index.ts';
import type { Concern, ConcernLimits } from '../concern.ts';

/** What the tasks are about that sessions have in common whose grading waits for one engine. */
export const graderSubject = 'grading-engine';

/** One for each engine that gradings wait for, however many they are. */
export function graderConcerns(
  sessions: readonly Session[],
  { graderAwayMs }: Pick<ConcernLimits, 'graderAwayMs'>,
): readonly Concern[] {
  const waiting = sessions.flatMap(({ name, graderAway }) =>
    graderAway === undefined ? [] : [{ name, ...graderAway }],
  );
  return [...Map.groupBy(waiting, ({ engine }) => engine)].map(([engine, without]) => ({
    cause: 'grading.away',
    subject: { kind: graderSubject, id: engine, name: engine },
    from: instant(Math.min(...without.map(({ since }) => since)) + graderAwayMs),
    title: `Gradings wait for the ${engine} grading engine`,
    detail: without.map(({ name, reason, since }) => `${name}, since ${toIso(since)}: ${reason}`).join('\n'),
    priority: 'high',
  }));
}
