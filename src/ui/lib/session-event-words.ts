import { because, instantIn, partOf, text, textIn } from './event-fields.ts';
import { ratingInWords } from './feedback.ts';
import { humanize } from './format.ts';
import { keptEventWords } from './kept-words.ts';
import type { CommitEvent } from './views.ts';

type Words = (event: CommitEvent) => string;

/** What befell a session, each as a sentence without its subject. */
export const sessionEventWords: Readonly<Record<string, Words>> = {
  SessionBooked: bookedWords,
  SessionVerdictGiven: (event) => `No place yet${verdictWords(event)}`,
  SessionScheduled: (event) => `Got its place: ${placeWords(event)}`,
  SessionReservationRefused: () => 'A place that came too late was given back',
  SessionPlaceLost: (event) => `Looks for another place${because(event)}`,
  SessionRenamed: (event) => `Is called ${text(event, 'name')} now`,
  SessionHandedOut: (event) => `Was handed out to ${text(event, 'ownerId')}`,
  SessionRequeued: (event) => `Gave its place back, to be placed anew${because(event)}`,
  SessionExtensionAsked: (event) => `More time asked for, until ${instantIn(event, 'end')}${because(event)}`,
  SessionExtended: (event) => `Has time until ${instantIn(event, 'end')}: ${text(event, 'summary')}`,
  SessionMoveAsked: moveWords,
  SessionMoved: (event) =>
    `${event['unasked'] === true ? 'Was moved by the scheduler' : 'Was moved'}: ${placeWords(event)}`,
  SessionReplaced: (event) => `Goes on elsewhere: ${placeWords(event)}`,
  SessionWishRefused: (event) => `${refusals[text(event, 'kind')] ?? 'Was refused'}: ${text(event, 'summary')}`,
  SessionInstantiationStarted: () => 'Is being prepared',
  SessionStepStarted: (event) => stepWords(event, 'started'),
  SessionStepDone: (event) => stepWords(event, 'done'),
  SessionStepSkipped: (event) => stepWords(event, 'skipped'),
  SessionStepRetried: (event) => stepWords(event, 'tried again'),
  SessionStepFailed: (event) => stepWords(event, event['final'] === true ? 'failed for good' : 'failed'),
  SessionConfigurationsKept: keptEventWords,
  SessionEvidenceExpired: (event) => `Its evidence is not shown any more: it is kept for ${text(event, 'days')} days`,
  SessionFeedbackGiven: (event) => `Was found ${ratingInWords(Number(text(event, 'rating')))}`,
  SessionGraderAway: (event) => `Its grading waits for the grading engine${because(event)}`,
  SessionGraderBack: () => 'The grading engine answers again',
  SessionGradingDeferred: (event) => `Is graded later, without its lab${because(event)}`,
  SessionEvidenceRemoved: () => 'Its evidence was deleted',
  SessionReady: () => 'Is ready',
  SessionStarted: () => 'The candidate began',
  SessionLabDown: (event) => `Its lab went down${because(event)}`,
  SessionLabUp: (event) => `Its lab is up again${because(event)}`,
  SessionResetStarted: (event) => `Its lab is being reset${because(event)}`,
  SessionHostLost: (event) => `Its host was lost${because(event)}`,
  SessionDeliveryOrdered: (event) => `The delivery is to ${text(event, 'order')}${because(event)}`,
  SessionDeliveryOrderDone: (event) => `The delivery system has done so: ${text(event, 'order')}`,
  SessionSuspended: (event) => `Paused${because(event)}`,
  SessionResumed: () => 'Goes on',
  SessionDeliveryAway: (event) => `Goes on without the delivery system${because(event)}`,
  SessionDeliveryBack: () => 'The delivery system answers again',
  SessionDeliveryDeferred: (event) => `Is ready without the candidate’s side, which is made later${because(event)}`,
  SessionDeliveryMade: () => 'Its candidate’s side is there',
  SessionCollectionStarted: (event) => `Its work is being collected${because(event)}`,
  SessionGradingStarted: () => 'Is being graded',
  SessionRegradeAsked: regradeWords,
  SessionRegradeSettled: (event) => {
    const failure = text(event, 'failure');
    return failure === '' ? 'Was graded again' : `Could not be graded again: ${failure}`;
  },
  SessionScoreSubmitted: () => 'Its score was submitted',
  SessionScoreLocked: () => 'Its score was locked',
  SessionStopping: (event) => `Is being cleared away: ${textIn(partOf(event, 'outcome'), 'reason') ?? 'it is over'}`,
  SessionStopped: () => 'Everything was given back',
  SessionArchived: () => 'Was archived',
  SessionEnded: (event) => `Ended as ${text(event, 'status')}${because(event)}`,
};

const refusals: Readonly<Record<string, string>> = {
  extend: 'Got no more time',
  move: 'Was not moved',
  replace: 'Found no other place',
};

function bookedWords(event: CommitEvent): string {
  const wanted = partOf(event, 'wanted');
  const start: unknown = wanted && Reflect.get(wanted, 'start');
  const when = start === undefined ? 'as soon as possible' : `for ${instantIn(wanted, 'start')}`;
  return `Booked ${when}, for ${text(event, 'ownerId')}`;
}

function verdictWords(event: CommitEvent): string {
  const summary = textIn(partOf(event, 'verdict'), 'summary');
  return summary === undefined ? '' : `: ${summary}`;
}

function placeWords(event: CommitEvent): string {
  const placement = partOf(event, 'placement');
  const why = textIn(placement, 'why') ?? '';
  const where = textIn(placement, 'workerName') ?? 'another worker';
  return `${where} at ${instantIn(partOf(event, 'timeslot'), 'start')}${why === '' ? '' : `, because ${why}`}`;
}

function moveWords(event: CommitEvent): string {
  const start = event['start'] === undefined ? '' : ` to ${instantIn(event, 'start')}`;
  const worker = text(event, 'workerId');
  return `Move asked for${start}${worker === '' ? '' : `, on ${worker}`}${because(event)}`;
}

/** That a first attempt has begun is what a step's state says already. */
export function stepMessage(message: string): string {
  return message === 'begun' ? '' : message;
}

function stepWords(event: CommitEvent, what: string): string {
  const message = stepMessage(text(event, 'message'));
  return `${humanize(text(event, 'step'))} ${what}${message === '' ? '' : `: ${message}`}`;
}

function regradeWords({ order }: CommitEvent): string {
  const isReread = typeof order === 'object' && order !== null && 'cause' in order && order.cause === 'reread';
  return isReread ? 'Its lab shall be read and graded now' : 'Its evidence shall be graded again';
}

/** By these a session came to where it is, or went from there. */
const aboutPlace: readonly string[] = [
  'SessionScheduled',
  'SessionReservationRefused',
  'SessionPlaceLost',
  'SessionRequeued',
  'SessionMoved',
  'SessionReplaced',
  'SessionHostLost',
];

export function isAboutPlace({ type }: CommitEvent): boolean {
  return aboutPlace.includes(type);
}
