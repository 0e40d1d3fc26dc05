import type { Actor } from '@lcm/core/domain/access';
import { expect, test } from 'vitest';
import { admin, aReservation, aWorker, minutes, noon, user } from '../testing/fixtures.ts';
import { type Attention, needsAttention } from './attention.ts';
import { historyWords } from './event-words.ts';
import {
  impactOfDeregistration,
  licenseCommandsFor,
  licenseProgress,
  licenseWanted,
  whyNotLicense,
} from './license.ts';

const registered = aWorker();
const day = 24 * 60;

test('what is registered can be registered anew or given back, and anything else registered', () => {
  expect(licenseCommandsFor(registered)).toEqual(['reregister', 'deregister']);
  expect(licenseCommandsFor(aWorker({ license: { status: 'expired' } }))).toEqual(['register', 'deregister']);
});

function whyNot(worker: typeof registered, actor: Actor = admin): string | undefined {
  return whyNotLicense(actor, 'deregister', { worker, now: noon });
}

test('an order about a licence says why it is not possible, the role before the state', () => {
  expect(whyNot(registered)).toBeUndefined();
  expect(whyNot(registered, user)).toBe('Needs the role admin');
  expect(whyNot(aWorker({ license: { status: 'unregistered', operation: 'registering' } }))).toBe(
    'It is registering already',
  );
  expect(whyNot(aWorker({ reservations: { res_1: aReservation() } }))).toBe('1 session on it now: end them first');
  expect(whyNot(aWorker({ activity: { labs: 2, running: 2, byHand: 2 } }))).toBe('2 labs on it run: stop them first');
  expect(whyNot(aWorker({ desired: 'terminated' }))).toMatch(/Not possible/);
  const stuck = aWorker({ license: { status: 'unregistered', operation: 'registering', failure: 'no answer' } });
  expect(whyNotLicense(admin, 'register', { worker: stuck, now: noon })).toBeUndefined();
});

test('giving a licence back says how many booked sessions it concerns', () => {
  const large = aReservation({ amounts: { cpuCores: 1, memoryMiB: 1, storageGiB: 1, nodes: 6 } });
  const small = aReservation({ amounts: { cpuCores: 1, memoryMiB: 1, storageGiB: 1, nodes: 5 } });
  const words = impactOfDeregistration(aWorker({ reservations: { res_1: large, res_2: small } }));
  expect(words[0]).toContain('more than 5 nodes');
  expect(words.at(-1)).toBe('2 sessions booked on it, 1 of more nodes than that.');
});

test('an operation says how far it has come', () => {
  expect(licenseProgress(registered)).toBeUndefined();
  expect(
    licenseProgress(aWorker({ license: { status: 'unregistered', operation: 'registering', step: 'server' } })),
  ).toBe('Registering: CML waits for the licence server');
  expect(licenseProgress(aWorker({ license: { status: 'registered', operation: 'deregistering' } }))).toBe(
    'Giving it back',
  );
});

test('what shall be is whose order it is, else what the worker was made for', () => {
  expect(licenseWanted(registered)).toBe('registered, as its template says');
  const order = { wanted: 'unregistered', reregister: false, by: 'ada', reason: 'moved', at: minutes(0) } as const;
  expect(licenseWanted(aWorker({ licenseOrder: order }))).toBe('unregistered');
});

function attentionIn(days: number): readonly Attention[] {
  const worker = aWorker({ license: { status: 'registered', expiresAt: minutes(days * day) } });
  return needsAttention({ workers: [worker], sessions: [], templates: [] }, noon);
}

test.each<[number, string, string]>([
  [13, 'Its licence ends within 14 days', 'warning'],
  [6, 'Its licence ends within 7 days', 'danger'],
  [1, 'Its licence ends within a day', 'danger'],
])('a licence that ends in %i days needs attention', (days, why, severity) => {
  expect(attentionIn(days)).toMatchObject([{ why, severity }]);
  expect(attentionIn(20)).toEqual([]);
});

test.each<[string, object]>([
  [
    'The licence shall be registered anew with a token of its own: moved',
    { type: 'WorkerLicenseRegistrationRequested', reregister: true, token: '0a1b', reason: 'moved' },
  ],
  ['The licence shall be given back: moved', { type: 'WorkerLicenseDeregistrationRequested', reason: 'moved' }],
  [
    'Registering the licence failed: The token is not valid.',
    { type: 'WorkerLicenseRegistrationFailed', license: { status: 'evaluation', failure: 'The token is not valid.' } },
  ],
  [
    'Licence evaluation (registering: server)',
    { type: 'WorkerLicenseChanged', license: { status: 'evaluation', operation: 'registering', step: 'server' } },
  ],
])('the history says: %s', (words, event) => {
  expect(historyWords({ type: '', ...event })).toBe(words);
});
