import { LabRecordId } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { describe, expect, test } from 'vitest';
import { aLab, fixtureLabs } from '../testing/fixture-labs.ts';
import { admin, aReservation, aSession, aWorker, minutes, user } from '../testing/fixtures.ts';
import { historyWords } from './event-words.ts';
import { labsAttention } from './lab-attention.ts';
import { shownCheck, whyNotImport } from './lab-import.ts';
import { nodeStates, nodesUp } from './lab-nodes.ts';
import { labImpact, whyNotClone, whyNotLab, whyNotRetry } from './lab-orders.ts';
import {
  byAge,
  closedQueryFor,
  isInGroup,
  labGroups,
  labTitle,
  ownerOf,
  portsOf,
  whyNotExport,
  whyNotRefresh,
} from './lab-words.ts';
import { subjectPath } from './tasks.ts';

const manager = { ...admin, roles: ['manager'] as const };
const host = aWorker();
const sessionId = SessionId.parse('ses_1');
const held = aLab({ status: 'booted', session: { id: sessionId, phase: 'up' } });

describe('an order to a lab', () => {
  test('says why it is not possible: the role, what goes on, whose it is, its state, its host', () => {
    expect(whyNotLab(admin, 'start', { lab: aLab(), host })).toBeUndefined();
    expect(whyNotLab(user, 'start', { lab: aLab(), host })).toBe('Needs the role manager or admin');
    expect(whyNotLab(manager, 'delete', { lab: aLab(), host })).toBe('Needs the role admin');
    const pending = { action: 'stop', requestedAt: minutes(-1), by: 'ada', message: '', deadline: minutes(2) } as const;
    expect(whyNotLab(admin, 'stop', { lab: aLab({ pending }), host })).toBe('It is under way');
    expect(whyNotLab(admin, 'wipe', { lab: aLab({ pending }), host })).toBe('It is being stopped: one thing at a time');
    expect(whyNotLab(admin, 'stop', { lab: held, host })).toBe('A session has it: end the session instead');
    expect(whyNotLab(admin, 'wipe', { lab: aLab({ status: 'booted' }), host })).toBe(
      'Not possible while it is booted: stop it first',
    );
    const down = aWorker({ status: 'stopped', service: 'unavailable' });
    expect(whyNotLab(admin, 'start', { lab: aLab(), host: down })).toBe('metal-1 is stopped, its CML unavailable');
    expect(whyNotLab(admin, 'delete', { lab: aLab({ status: 'deleted' }), host })).toMatch(/no such lab any more/);
  });

  test('that closes a record whose lab is gone needs no host', () => {
    const gone = aLab({ status: 'orphaned', orphan: 'no-lab' });
    expect(whyNotLab(admin, 'delete', { lab: gone, host: undefined })).toBeUndefined();
    expect(whyNotLab(admin, 'archive', { lab: { ...gone, topologyKey: undefined }, host })).toBe(
      'No topology of it was kept',
    );
  });

  test('that deletes the record of a lab that was never made needs no host', () => {
    const unmade = aLab({ status: 'error', cmlLabId: undefined });
    expect(whyNotLab(admin, 'delete', { lab: unmade, host: undefined })).toBeUndefined();
    expect(whyNotLab(admin, 'archive', { lab: unmade, host: undefined })).toBe('Its worker is not known');
    expect(whyNotLab(admin, 'delete', { lab: aLab({ status: 'error' }), host: undefined })).toBe(
      'Its worker is not known',
    );
  });

  test('that failed is repeated by whoever may ask for it', () => {
    const failure = { action: 'delete', at: minutes(-1), reason: 'nothing has moved' } as const;
    expect(whyNotRetry(admin, { lab: aLab({ failure }), host })).toBeUndefined();
    expect(whyNotRetry(manager, { lab: aLab({ failure }), host })).toBe('Needs the role admin');
    expect(whyNotRetry(admin, { lab: aLab(), host })).toBe('Nothing has failed');
  });

  test('copies what a session has too, for nothing happens to it', () => {
    expect(whyNotClone(admin, { lab: held, host })).toBeUndefined();
    expect(whyNotClone(admin, { lab: aLab({ cmlLabId: undefined }), host })).toBe('CML does not have it yet');
    expect(whyNotExport(admin, aLab({ topologyKey: undefined }))).toMatch(/^No topology of it is kept yet/);
    expect(whyNotRefresh(admin, aWorker({ service: 'starting' }))).toBe('metal-1 is running, its CML starting');
  });
});

test('a lab has its title without the id by which it is found again, and somebody for an owner who is not told', () => {
  expect(labTitle(aLab({ facts: { title: 'Mine lab_0123456789abcdef' } }))).toBe('Mine');
  expect(labTitle(aLab({ facts: { title: 'ses_1' } }))).toBe('ses_1');
  expect(ownerOf(aLab({ facts: { owner: '' } }), user)).toBe('somebody');
  expect(ownerOf(aLab({ facts: { owner: '' } }), admin)).toBe('–');
  expect(labImpact(aLab())).toBe('It is stopped and has 4 nodes and 3 links.');
  expect(subjectPath({ kind: 'lab', id: 'lab_1', name: 'Mine' })).toBe('/labs/lab_1');
});

test('labs are chosen by how they are, and closed records are asked for only when they are wanted', () => {
  const labs = [...fixtureLabs(minutes), aLab({ id: LabRecordId.parse('lab_9'), status: 'archived' })];
  const found = labGroups.map(({ value }) => [
    value,
    labs
      .filter((lab) => isInGroup(lab, value))
      .map(({ id }) => id.slice(4))
      .join(' '),
  ]);
  expect(Object.fromEntries(found)).toEqual({
    '': '1 2 3 7 4 5 6',
    running: '2 3 7',
    orphaned: '4 5',
    session: '2 4',
    warm: '',
    'by-hand': '1 3 5',
    error: '7 6',
    closed: '9',
    all: '1 2 3 7 4 5 6 9',
  });
  expect(labGroups.filter(({ value }) => closedQueryFor(value) !== undefined).map(({ value }) => value)).toEqual([
    'closed',
    'all',
  ]);
  expect(labs.toSorted(byAge)[0]?.id).toBe('lab_2');
});

test('a port that nobody promised is foreign where sessions may be given it too', () => {
  const reservation = aReservation({ ports: { R1_serial: 9000, R2_serial: 9001 } });
  const worker = aWorker({ reservations: { res_1: reservation } });
  const facts = { ports: [9000, 9050, 2000].map((port) => ({ label: 'R1', protocol: 'serial', port })) };
  const words = (lab: Parameters<typeof portsOf>[0]) =>
    portsOf(lab, worker).map((each) => `${each.port} ${each.words.split(':')[0]}`);
  expect(words(aLab({ facts }))).toEqual([
    '9000 Promised to another session',
    '9050 Foreign',
    '2000 Outside the ports of sessions',
  ]);
  expect(words({ ...held, facts: { ...held.facts, ...facts } })[0]).toBe('9000 Promised to its session');
});

test('nodes are as they were last seen, several of one name as the one that is least up', () => {
  const nodes = [
    { label: 'R1', state: 'BOOTED' },
    { label: 'R1', state: 'STARTED' },
    { label: 'R2', state: 'BOOTED' },
  ];
  const lab = aLab({ facts: { nodes } });
  expect([...nodeStates(lab)]).toEqual([
    ['R1', 'STARTED'],
    ['R2', 'BOOTED'],
  ]);
  expect(nodesUp(lab)).toEqual({ up: 2, seen: 3 });
  expect(nodeStates({ ...lab, status: 'deleted' }).size).toBe(0);
});

describe('what needs attention', () => {
  const left = aLab({ orphan: 'no-session', madeFor: sessionId, facts: { title: 'Left ses_1' } });

  test('are labs that are nobody’s, as one thing, and each action that failed', () => {
    expect(labsAttention([aLab()], [])).toEqual([]);
    expect(labsAttention([left], [])).toMatchObject([{ title: 'Left', href: '/labs/lab_1' }]);
    const labs = fixtureLabs(minutes);
    expect(labsAttention(labs, []).map(({ title, why }) => `${title}: ${why.split(':')[0]}`)).toEqual([
      '2 orphaned labs: Nobody’s any more, and some take room on their hosts',
      'Scratch: Stop failed',
      'Prep for Monday: Import failed',
    ]);
  });

  test('is not a lab whose session is only just being seen', () => {
    expect(labsAttention([left], [aSession({ status: 'instantiating' })])).toEqual([]);
    expect(labsAttention([left], [aSession({ status: 'archived' })])).toHaveLength(1);
  });
});

test('an import waits until the lab is checked and can be taken', () => {
  const draft = { yaml: 'lab: {}', workerId: 'wkr_1' };
  const check = { message: 'metal-1 is stopped', title: '', warnings: [], faults: [], outcome: 'refused' } as const;
  const loaded = { value: { ...check, faults: [], warnings: [] }, trouble: undefined, loading: false };
  expect(whyNotImport({ ...draft, yaml: ' ' }, loaded)).toBe('Choose a lab first');
  expect(whyNotImport({ ...draft, workerId: '' }, loaded)).toBe('No worker is up to import it to');
  expect(whyNotImport(draft, { ...loaded, loading: true })).toBe('It is being checked');
  expect(whyNotImport(draft, loaded)).toBe('metal-1 is stopped');
  expect(whyNotImport(draft, { ...loaded, value: { ...loaded.value, outcome: 'fine' } })).toBeUndefined();
  const ports = [{ label: 'R1', protocol: 'serial', port: 5001 }];
  expect(shownCheck({ ...loaded.value, ports }).ports?.map(({ name }) => name)).toEqual(['5001 of R1']);
});

test('the history of a lab is told in sentences', () => {
  const facts = {
    rawState: 'STARTED',
    nodes: [
      { label: 'R1', state: 'BOOTED' },
      { label: 'R2', state: 'STARTED' },
    ],
  };
  const told = [
    { type: 'LabChanged', facts },
    { type: 'LabRevised', revision: { number: 2, changes: ['R4 added'] } },
    { type: 'LabActionRequested', action: 'wipe', reason: 'a new class' },
    { type: 'LabActionProgressed', message: 'it is being wiped' },
    { type: 'LabActionFailed', action: 'wipe', reason: 'nothing has moved' },
    { type: 'LabSessionMoved', phase: 'up' },
  ].map((event) => historyWords(event));
  expect(told).toEqual([
    'CML says STARTED, 1 of 2 nodes up',
    'Revision 2: R4 added',
    'Wipe asked for: a new class',
    'It is being wiped',
    'Wipe failed: nothing has moved',
    'Its session has brought it up',
  ]);
});
