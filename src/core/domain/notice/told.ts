import { type Instant, toIso } from '../../kernel/index.ts';
import type { Score, SessionEvent, StepOutput, Timeslot } from '../session/index.ts';
import type { Occasion } from './lifecycle.ts';
import type { NoticeFacts } from './notice.ts';

/** Something worth telling, before it is known to whom. */
export interface Told {
  readonly occasion: Occasion;
  /** After the session's name, in a few words. */
  readonly headline: string;
  readonly text: string;
  readonly facts: NoticeFacts;
  /** What makes it the same as an earlier one, where that is not its event: a verdict is given again and again. */
  readonly sameAs?: string | undefined;
}

/** What an event of a session has its owner and the operators know; most are nobody's business. */
export function toldBy(event: SessionEvent): Told | undefined {
  switch (event.type) {
    case 'SessionScheduled':
      return slot('placed', 'has its place', event.timeslot);
    case 'SessionMoved':
      return slot('moved', 'was moved', event.timeslot);
    case 'SessionExtended':
      return said('extended', 'was extended', `It ends at ${inWords(event.end)} now.`, { end: toIso(event.end) });
    case 'SessionPlaceLost':
    case 'SessionRequeued':
      return said('waiting', 'waits for another place', sentence(event.reason));
    case 'SessionVerdictGiven':
      return verdict(event);
    case 'SessionWishRefused':
      return said('refused', `cannot be ${event.kind === 'extend' ? 'extended' : 'moved'}`, sentence(event.summary));
    case 'SessionReady':
      return said('ready', 'is ready', 'Its lab is up and waits for its candidate.');
    case 'SessionLabDown':
      return said('interrupted', 'is interrupted', sentence(event.reason));
    case 'SessionLabUp':
      return said('restored', 'goes on', sentence(event.reason));
    case 'SessionCollectionStarted':
      return said('ended', 'has ended', sentence(event.reason));
    case 'SessionStepDone':
      return graded(event.output);
    case 'SessionStopping':
      return outcome(event.outcome.result, event.outcome.reason);
    case 'SessionEnded':
      return outcome(event.status, event.reason);
    default:
      return undefined;
  }
}

/** `2026-11-24 09:00 UTC`: receivers are anywhere. */
export function inWords(at: Instant): string {
  return `${toIso(at).slice(0, 16).replace('T', ' ')} UTC`;
}

function said(occasion: Occasion, headline: string, text: string, facts: NoticeFacts = {}): Told {
  return { occasion, headline, text, facts };
}

function slot(occasion: Occasion, headline: string, { start, end }: Timeslot): Told {
  const text = `It begins at ${inWords(start)} and ends at ${inWords(end)}.`;
  return said(occasion, headline, text, { start: toIso(start), end: toIso(end) });
}

/** Words that were told once are not told again while nothing else became of it. */
function verdict({ verdict: given }: Extract<SessionEvent, { type: 'SessionVerdictGiven' }>): Told | undefined {
  if (given.placed) return undefined;
  const { summary, wouldHelp, earliestStart } = given;
  const earliest = earliestStart === undefined ? [] : [`The earliest start is ${inWords(earliestStart)}.`];
  const help = wouldHelp.map((change) => `It would help to ${change}.`);
  const text = [sentence(summary), ...earliest, ...help].join(' ');
  return { ...said('refused', 'has no place', text), sameAs: `refused ${summary}` };
}

function graded({ score }: StepOutput): Told | undefined {
  if (score === undefined) return undefined;
  const { points, maxPoints, percent, cutScore, result }: Score = score;
  const words = result === 'pass' ? 'passed' : 'not passed';
  const text = `${points} of ${maxPoints} points, ${percent} %: ${words} (${cutScore} % are needed).`;
  return said('graded', `is graded: ${words}`, text, { points, maxPoints, percent, cutScore, result });
}

/** Of what was completed its end has been told already. */
function outcome(result: 'completed' | 'terminated' | 'expired' | 'failed', reason: string): Told | undefined {
  if (result === 'completed') return undefined;
  if (result === 'failed') return said('failed', 'has failed', sentence(reason));
  if (result === 'expired') return said('expired', 'has expired', sentence(reason));
  return said('ended', 'has ended', sentence(reason));
}

function sentence(words: string): string {
  const begun = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
