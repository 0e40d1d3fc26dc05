import { describe, expect, test } from 'vitest';
import { admin, aWorker, minutes, noon, user } from '../testing/fixtures.ts';
import { needsAttention } from './attention.ts';
import { checksShown, lineInWords } from './host-health.ts';
import { tagFault, whyNotMonitor, whyNotTag } from './host-tags.ts';
import type { Worker } from './views.ts';

const compute = {
  id: 'c1',
  hostname: 'cml',
  isController: true,
  valid: false,
  admission: 'READY',
  failing: ['libvirt'],
  untold: ['docker_shim'],
};

function troubles(...workers: Worker[]): readonly string[] {
  return needsAttention({ workers, sessions: [], templates: [] }, noon).map(({ why }) => why);
}

describe('what needs a person', () => {
  test('is a host that fails its checks, that AWS will retire, or whose CML is not well', () => {
    expect(troubles(aWorker({ checks: { system: 'impaired', instance: 'ok' } }))).toEqual([
      'Its host fails EC2’s checks',
    ]);
    const events = [{ code: 'instance-retirement', description: 'degraded hardware' }];
    expect(troubles(aWorker({ checks: { system: 'ok', instance: 'ok', events } }))).toEqual([
      'AWS plans instance-retirement: degraded hardware',
    ]);
    const health = { valid: false, isLicensed: true, computes: [compute], since: minutes(-3) };
    expect(troubles(aWorker({ health }))).toEqual(['CML calls its compute cml not valid: libvirt']);
  });

  test('is one thing when many hosts look dead at once', () => {
    const heldBack = { reason: '4 of 9 hosts look dead at once', since: minutes(-3) };
    const found = needsAttention(
      { workers: [aWorker({ heldBack }), aWorker({ heldBack })], sessions: [], templates: [] },
      noon,
    );
    expect(found).toMatchObject([{ title: 'metal-1 and 1 more', severity: 'danger' }]);
  });
});

test('checks of a compute are shown all, those that fail first', () => {
  const shown = checksShown(compute);
  expect(shown).toHaveLength(9);
  expect(shown.slice(0, 3).map(({ result }) => result)).toEqual(['failed', 'not told', 'passed']);
});

test('by which way we hear of it is said, with the reason', () => {
  const since = minutes(-3);
  expect(lineInWords(aWorker({ line: { by: 'events', since } }))).toBe('CML tells it as it happens');
  expect(lineInWords(aWorker({ line: { by: 'polling', because: 'no answer', since } }))).toMatch('no answer');
  expect(lineInWords(aWorker())).toBe('not settled yet');
  expect(lineInWords(aWorker({ service: 'unavailable' }))).toBeUndefined();
});

describe('tags and monitoring', () => {
  test('names that are kept are refused before they are sent, and a full list only takes other values', () => {
    expect(tagFault(aWorker(), 'team')).toBeUndefined();
    expect(tagFault(aWorker(), '')).toBe('Say its name');
    for (const key of ['Name', 'aws:x', 'LCM:x']) expect(tagFault(aWorker(), key)).toMatch('is kept');
    const tags = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`t${index}`, '']));
    expect(tagFault(aWorker({ tags }), 'team')).toMatch('40 tags');
    expect(tagFault(aWorker({ tags }), 't1')).toBeUndefined();
  });

  test('are for those who may, on a worker that is there', () => {
    expect([whyNotTag(admin, aWorker()), whyNotMonitor(admin, aWorker())]).toEqual([undefined, undefined]);
    expect(whyNotTag(user, aWorker())).toBeDefined();
    expect(whyNotMonitor(user, aWorker())).toBeDefined();
    expect(whyNotTag(admin, aWorker({ status: 'terminated' }))).toMatch('terminated');
    expect(whyNotMonitor(admin, aWorker({ status: 'terminated' }))).toMatch('terminated');
  });
});
