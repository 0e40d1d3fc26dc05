import { SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { aLab } from '../testing/fixture-labs.ts';
import { aWarmLab, warmLabs } from '../testing/fixture-warm.ts';
import { aDefinition, admin, minutes, user } from '../testing/fixtures.ts';
import { isInGroup, labTitle, sourceWords } from './lab-words.ts';
import {
  depthFault,
  depthInWords,
  gainInWords,
  startsInWords,
  thereInWords,
  warmInWords,
  warmKey,
  whyNotWarm,
} from './warm-labs.ts';

test('says how many are kept, where they are and how much sooner sessions were up', () => {
  expect([depthInWords(0), depthInWords(2)]).toEqual(['none', '2 on each worker that is up']);
  expect(warmLabs.workers.map(thereInWords)).toEqual(['1 ready, 1 under way']);
  expect(startsInWords(warmLabs.warm)).toBe('1 min 44 s (median of 12 sessions)');
  expect(startsInWords({ sessions: 0 })).toBe('no session yet');
  expect(gainInWords(warmLabs)).toBe('1 min 7 s sooner');
  expect(gainInWords({ warm: warmLabs.fresh, fresh: warmLabs.warm })).toBe('1 min 7 s later');
  expect(gainInWords({ warm: warmLabs.warm, fresh: warmLabs.warm })).toBe('as long as without');
  expect(gainInWords({ ...warmLabs, warm: { sessions: 0 } })).toBeUndefined();
});

test('a depth is a whole number up to ten, of what can be booked, and said by who may write definitions', () => {
  expect(['0', '10', ' 3 '].map(depthFault)).toEqual([undefined, undefined, undefined]);
  for (const text of ['', '11', '-1', '1.5', 'two']) expect(depthFault(text)).toBe('A whole number from 0 to 10');
  expect(whyNotWarm(admin, aDefinition())).toBeUndefined();
  expect(whyNotWarm(user, aDefinition())).toBe('Needs the role lab-author or admin');
  expect(whyNotWarm(admin, { status: 'inactive' })).toBe('Only of what can be booked labs are kept ready');
});

test('a warm lab is told apart from others, until a session has it', () => {
  const lab = aWarmLab();
  expect([labTitle(lab), sourceWords[lab.source], warmInWords(lab)]).toEqual([
    'Warm: Two sites over OSPF',
    'Warm lab',
    'Waits for a session',
  ]);
  const id = SessionId.parse('ses_1');
  const taken = aWarmLab({ session: { id, phase: 'up' }, bindings: [{ sessionId: id, boundAt: minutes(-1) }] });
  expect([lab, taken, aLab()].map((each) => isInGroup(each, 'warm'))).toEqual([true, false, false]);
});

test('what is told of them is asked for again when one of them has changed, not when another lab has', () => {
  const definition = aDefinition();
  const key = warmKey(definition, [aWarmLab({ basedOn: definition.id })]);
  expect(warmKey(definition, [aWarmLab({ basedOn: definition.id }), aLab()])).toBe(key);
  expect(warmKey(definition, [aWarmLab({ basedOn: definition.id, version: 9 })])).not.toBe(key);
});
