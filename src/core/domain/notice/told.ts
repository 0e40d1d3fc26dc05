import { fromIso, type Instant, toIso } from '../../kernel/index.ts';
import type {
  Score,
  SessionEvent,
  StepOutput,
  SuspensionCause,
  Timeslot,
  Verdict,
  WishAnswer,
} from '../session/index.ts';
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

type Tellers = {
  readonly [Type in SessionEvent['type']]?: (event: SessionEvent & { readonly type: Type }) => Told | undefined;
};

/** What is not here is nobody's business. */
const tellers: Tellers = {
  SessionScheduled: ({ timeslot }) => slot('placed', 'has its place', timeslot),
  SessionMoved: ({ timeslot, unasked }) => (unasked ? undefined : slot('moved', 'was moved', timeslot)),
  SessionReplaced: ({ timeslot }) => slot('moved', 'has another host', timeslot),
  SessionExtended: ({ end }) => ({
    ...said('extended', 'was extended', `It ends at ${inWords(end)} now.`),
    facts: { end: toIso(end) },
  }),
  SessionPlaceLost: ({ reason }) => said('waiting', 'waits for another place', sentence(reason)),
  SessionRequeued: ({ reason }) => said('waiting', 'waits for another place', sentence(reason)),
  SessionVerdictGiven: ({ verdict }) => refused(verdict),
  SessionWishRefused: ({ kind, summary }) => wishRefused(kind, summary),
  SessionReady: () => said('ready', 'is ready', 'Its lab is up and waits for its candidate.'),
  SessionLabDown: ({ reason }) => said('interrupted', 'is interrupted', sentence(reason)),
  SessionLabUp: ({ reason }) => said('restored', 'goes on', sentence(reason)),
  SessionHostLost: ({ reason }) => said('interrupted', 'is interrupted', sentence(reason)),
  SessionSuspended: ({ cause, reason }) =>
    cause === 'operator' ? said('interrupted', 'is paused', sentence(reason)) : undefined,
  SessionDeliveryDeferred: ({ reason }) =>
    said(
      'interrupted',
      'cannot be launched yet',
      `Its lab is up: ${reason}, and it can be launched as soon as that is over.`,
    ),
  SessionDeliveryMade: () => said('restored', 'can be launched', 'Its lab is up, and it can be launched now.'),
  SessionResumed: ({ cause }) => resumed(cause),
  SessionCollectionStarted: ({ reason }) => said('ended', 'has ended', sentence(reason)),
  SessionStepDone: ({ output, pipeline }) => graded(output, pipeline === 'regrade' ? 'is graded anew' : 'is graded'),
  SessionStopping: ({ outcome: { result, reason } }) => outcome(result, reason),
  SessionEnded: ({ status, reason }) => outcome(status, reason),
};

/** What an event of a session has its owner and the operators know. */
export function toldBy(event: SessionEvent): Told | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each stands under the type of what it takes
  const tell = tellers[event.type] as ((event: SessionEvent) => Told | undefined) | undefined;
  return tell?.(event);
}

/** What a candidate, or whoever asked for a reset, does themselves they know. */
function resumed(cause: SuspensionCause): Told | undefined {
  if (cause === 'worker-lost') return said('restored', 'goes on', 'Its lab is there again.');
  return cause === 'operator' ? said('restored', 'goes on', 'It is paused no more.') : undefined;
}

/** That there is no other host ends it, and its end is told. */
function wishRefused(kind: WishAnswer['kind'], summary: string): Told | undefined {
  if (kind === 'replace') return undefined;
  return said('refused', `cannot be ${kind === 'extend' ? 'extended' : 'moved'}`, sentence(summary));
}

/** `2026-11-24 09:00 UTC`: receivers are anywhere. */
export function inWords(at: Instant): string {
  return `${toIso(at).slice(0, 16).replace('T', ' ')} UTC`;
}

const written = /\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g;

/** The same text for somebody whose clock is known. `format` writes one instant, with its zone. */
export function inZone(text: string, format: (at: Instant) => string): string {
  return text.replaceAll(written, (words) => format(fromIso(`${words.slice(0, 16).replace(' ', 'T')}:00.000Z`)));
}

function said(occasion: Occasion, headline: string, text: string): Told {
  return { occasion, headline, text, facts: {} };
}

function slot(occasion: Occasion, headline: string, { start, end }: Timeslot): Told {
  const text = `It begins at ${inWords(start)} and ends at ${inWords(end)}.`;
  return { occasion, headline, text, facts: { start: toIso(start), end: toIso(end) } };
}

/** Words that were told once are not told again while nothing else became of it. */
function refused({ placed, summary, wouldHelp, earliestStart }: Verdict): Told | undefined {
  if (placed) return undefined;
  const earliest = earliestStart === undefined ? [] : [`The earliest start is ${inWords(earliestStart)}.`];
  const help = wouldHelp.map((change) => `It would help to ${change}.`);
  const text = [sentence(summary), ...earliest, ...help].join(' ');
  return { ...said('refused', 'has no place', text), sameAs: `refused ${summary}` };
}

function graded({ score }: StepOutput, headline: string): Told | undefined {
  if (score === undefined) return undefined;
  const { points, maxPoints, percent, cutScore, result }: Score = score;
  const words = result === 'pass' ? 'passed' : 'not passed';
  const text = `${points} of ${maxPoints} points, ${percent} %: ${words} (${cutScore} % are needed).`;
  const facts = { points, maxPoints, percent, cutScore, result };
  return { occasion: 'graded', headline: `${headline}: ${words}`, text, facts };
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
