import { SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { aSession, aWorker, minutes } from '../testing/fixtures.ts';
import { rowsWithOutlook, waitingWords } from './session-waits.ts';
import type { Session, SessionNodes } from './views.ts';

type Step = NonNullable<Session['progress']['instantiate']>[string];

const timeslot = { start: minutes(10), end: minutes(70) };
const nothing = { worker: undefined, nodes: undefined };

function step(status: Step['status'], changes: Partial<Step> = {}): Step {
  const ended = status === 'running' ? {} : { endedAt: minutes(2) };
  return { status, attempts: 1, startedAt: minutes(0), message: 'begun', ...ended, ...changes };
}

function preparing(instantiate: Record<string, Step>): Session {
  return aSession({ status: 'instantiating', timeslot, progress: { instantiate } });
}

function outlook(session: Session, name: string): string | undefined {
  return rowsWithOutlook(session, nothing).find((row) => row.step === name)?.outlook;
}

function seen(...states: readonly string[]): SessionNodes {
  const nodes = states.map((state, index) => ({ label: `R${index + 1}`, state }));
  return { sessionId: SessionId.parse('ses_1'), nodes };
}

test('a step that is under way says which attempt it is and until when it may take', () => {
  const session = preparing({ await_worker: step('done'), import_lab: step('running', { attempts: 2 }) });
  expect(outlook(session, 'import_lab')).toBe(`Has until ${minutes(2)}, attempt 2 of 5`);
  expect(outlook(session, 'await_worker')).toBeUndefined();
  expect(outlook(session, 'start_lab')).toBe('After assign ports and load configurations');
});

test('nothing is waited for beyond the end of the session', () => {
  const session = preparing({ await_worker: step('running') });
  expect(outlook(session, 'await_worker')).toBe(`Has until ${minutes(70)}, tried until it works`);
});

test('a step that failed says when it is tried again, or that it is given up', () => {
  const failing = (attempts: number): Session => preparing({ start_lab: step('failed', { attempts }) });
  expect(outlook(failing(2), 'start_lab')).toBe(`Tried again at ${minutes(2.25)}, attempt 3 of 3`);
  expect(outlook(failing(3), 'start_lab')).toBe('Given up after 3 attempts');
});

test('whoever waits for a worker or for nodes sees how far these are', () => {
  const [waiting, starting] = [preparing({ await_worker: step('running') }), preparing({ start_lab: step('running') })];
  const worker = aWorker({ name: 'metal-2', status: 'starting', reason: 'EC2 is starting it' });
  expect(waitingWords(waiting, { worker, nodes: undefined })).toBe(
    'Await worker: metal-2 is starting: EC2 is starting it',
  );
  const cml = aWorker({ name: 'metal-2', service: 'starting' });
  expect(waitingWords(waiting, { worker: cml, nodes: undefined })).toBe('Await worker: CML on metal-2 is starting');
  const nodes = seen('BOOTED', 'STARTED', 'QUEUED');
  expect(waitingWords(starting, { worker, nodes })).toBe('Start lab: 1 of 3 nodes up; R2 booting, R3 queued');
  expect(waitingWords(starting, nothing)).toBe('Start lab: under way');
  expect(waitingWords(aSession({ status: 'ready' }), nothing)).toBe('Waits for the candidate to launch it');
});

test('what comes after the candidate’s time has its own time, not theirs', () => {
  const grading = aSession({ status: 'grading', timeslot, progress: { grade: { evaluate: step('running') } } });
  const late = { ...grading, timeslot: { start: minutes(-90), end: minutes(-30) } };
  expect(outlook(late, 'evaluate')).toBe(`Has until ${minutes(5)}, attempt 1 of 5`);
});

test('a grading that waits for its engine says so, whatever its step says', () => {
  const graderAway = {
    since: minutes(-9),
    reason: 'the grading engine cannot be reached',
    engine: 'external',
  } as const;
  const regrade = { grade_again: step('running') };
  const order = { cause: 'end', by: 'ses_1', at: minutes(-9), rulesOf: aSession().definition.id } as const;
  const session = aSession({ status: 'archived', graderAway, regrade: order, progress: { regrade } });
  expect(waitingWords(session, nothing)).toBe('Its grading waits: the grading engine cannot be reached');
});
