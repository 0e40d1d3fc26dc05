import { expect, test } from 'vitest';
import { admin, aSession, minutes } from '../testing/fixtures.ts';
import { interruptionOf } from './interruption.ts';
import { whyNotLaunch } from './permissions.ts';
import type { Session } from './views.ts';

type Cause = NonNullable<Session['suspensions']>[number]['cause'];

function running(...causes: readonly Cause[]): Session {
  const suspensions = causes.map((cause) => ({ cause, from: minutes(-5), reason: 'a reason' }));
  return aSession({ status: 'running', startedAt: minutes(-30), suspensions });
}

test('what keeps people from working is told beside the state, the worst of it', () => {
  expect(interruptionOf(running())).toBeUndefined();
  expect(interruptionOf(running('candidate'))?.text).toBe('Paused');
  expect(interruptionOf(running('operator', 'worker-lost'))).toEqual({ text: 'Host lost', tone: 'bad' });
  expect(interruptionOf(running('operator', 'reset'))?.text).toBe('Being reset');
});

test('a lab that went down with its host is told of until it is up again', () => {
  const outage = { since: minutes(-5) };
  expect(interruptionOf({ ...running(), outage })?.text).toBe('Lab is down');
  expect(interruptionOf({ ...running(), outage: { ...outage, restoredAt: minutes(-1) } })).toBeUndefined();
});

test('what is over is interrupted by nothing any more', () => {
  expect(interruptionOf({ ...running('worker-lost'), status: 'archived' })).toBeUndefined();
});

test('nobody launches what they could not work in, but whoever paused it themselves', () => {
  expect(whyNotLaunch(admin, running())).toBeUndefined();
  expect(whyNotLaunch(admin, running('candidate'))).toBeUndefined();
  expect(whyNotLaunch(admin, running('operator'))).toBe('An operator paused it; it has to be resumed first');
  expect(whyNotLaunch(admin, running('worker-lost'))).toContain('Its host was lost');
  expect(whyNotLaunch(admin, running('reset'))).toContain('being reset');
});
