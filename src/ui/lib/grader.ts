import { isGraded } from '@lcm/core/domain/definition';
import { nextGraderTry } from '@lcm/core/domain/session';
import { instant } from '@lcm/core/kernel';
import type { Attention } from './attention.ts';
import { plural } from './format.ts';
import { paths } from './paths.ts';
import type { Definition, ScoreReport, Session } from './views.ts';

type Engine = NonNullable<ScoreReport['engine']>;

const engineNames = { 'built-in': 'the built-in engine', external: 'the external engine' } as const;

/** Which engine graded, and of which make it was; gradings of earlier versions are ours. */
export function engineInWords(engine: Engine | undefined): string {
  if (engine === undefined) return engineNames['built-in'];
  return `${engineNames[engine.name]}, version ${engine.version}`;
}

/** When the engine that a grading waits for is asked again. */
export function nextTryOf({ graderAway }: Session, now: number): string | undefined {
  if (graderAway === undefined) return undefined;
  const since = instant(Date.parse(graderAway.since));
  return new Date(nextGraderTry({ since }, instant(Math.max(now, since)))).toISOString();
}

/** How its sessions come to a score. */
export function gradedInWords(definition: Definition): string {
  if (!isGraded(definition)) return 'no';
  return definition.gradingEngine === 'external'
    ? 'yes, by the external grading engine'
    : 'yes, by rules on the collected configurations';
}

/** Gradings that wait for an engine, as one thing to look at for each engine. */
export function graderAttention(sessions: readonly Session[]): readonly Attention[] {
  const waiting = sessions.flatMap((session) => (session.graderAway ? [{ session, away: session.graderAway }] : []));
  return [...Map.groupBy(waiting, ({ away }) => away.engine)].flatMap(([engine, [first, ...others]]) => {
    if (first === undefined) return [];
    const { session, away } = first;
    const href = others.length === 0 ? paths.session(session.id) : paths.sessions();
    const who = others.length === 0 ? `${session.name} waits` : `${plural(others.length + 1, 'grading')} wait`;
    const why = `${who} for it: ${away.reason}`;
    return [{ id: `grading-engine ${engine}`, title: `Grading engine (${engine})`, why, href, severity: 'warning' }];
  });
}
