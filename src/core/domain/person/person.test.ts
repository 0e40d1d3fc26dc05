import { describe, expect, test } from 'vitest';
import { testNow as at } from '../testing/index.ts';
import {
  changeWishes,
  evolvePerson,
  firstWishes,
  notePerson,
  type Person,
  personIdOf,
  wantsMail,
  zoneOf,
} from './index.ts';

const ownerId = 'auth0|uma';

function known(mailKey?: string, zone?: string): Person {
  const decided = notePerson(undefined, { ownerId, mailKey, zone }, at);
  if (!decided.ok) throw new Error('a login is never refused');
  return decided.value.reduce<Person | undefined>(evolvePerson, undefined) ?? never();
}

function never(): never {
  throw new Error('nothing was noted');
}

describe('somebody', () => {
  test('is told everything by mail once an address is known, and nothing before', () => {
    expect(wantsMail(undefined, 'ready')).toBe(false);
    expect(wantsMail(known(undefined, 'Europe/Berlin'), 'ready')).toBe(false);
    expect(wantsMail(known('a'), 'ready')).toBe(true);
  });

  test('is not told what they muted, and nothing at all when they want no mail', () => {
    const wanting = (wishes: Partial<Person['wishes']>): Person => ({
      ...known('a'),
      wishes: { ...firstWishes, ...wishes },
    });
    const muted = wanting({ muted: ['reminders'] });
    expect([wantsMail(muted, 'starts-soon'), wantsMail(muted, 'ready')]).toEqual([false, true]);
    expect(wantsMail(wanting({ mail: false }), 'test')).toBe(false);
  });

  test('who wants no mail has no address here, also after the next login', () => {
    const decided = changeWishes(known('a'), { ownerId, wishes: { mail: false, muted: [] } }, at);
    const without = decided.ok ? decided.value.reduce(evolvePerson, known('a')) : never();
    expect(without.mailKey).toBeUndefined();
    expect(notePerson(without, { ownerId, mailKey: 'b' }, at)).toEqual({ ok: true, value: [] });
  });

  test('who logs in as before is no news; a new address, or none any more, is', () => {
    const person = known('a', 'Europe/Berlin');
    const note = (mailKey?: string, zone?: string) => notePerson(person, { ownerId, mailKey, zone }, at);
    expect(note('a', 'Europe/Berlin')).toEqual({ ok: true, value: [] });
    expect(note('b', 'Europe/Berlin')).toMatchObject({ value: [{ type: 'PersonKnown', mailKey: 'b' }] });
    expect(note()).toMatchObject({ value: [{ type: 'PersonKnown' }] });
  });

  test('keeps their wishes over logins, and their clock before the provider’s', () => {
    const wishes = { mail: true, muted: ['graded'], zone: 'Asia/Tokyo' } as const;
    const decided = changeWishes(known('a', 'Europe/Berlin'), { ownerId, wishes }, at);
    const after = decided.ok ? decided.value.reduce(evolvePerson, known('a', 'Europe/Berlin')) : never();
    expect(zoneOf(known('a', 'Europe/Berlin'))).toBe('Europe/Berlin');
    expect(zoneOf(after)).toBe('Asia/Tokyo');
    const [event] = notePersonAgain(after);
    expect(event && evolvePerson(after, event)).toMatchObject({ wishes, mailKey: 'b' });
    expect(changeWishes(after, { ownerId, wishes }, at)).toEqual({ ok: true, value: [] });
  });

  test('has one stream, whatever the identity provider’s id is made of', () => {
    expect(personIdOf('auth0|uma')).toBe(personIdOf('auth0|uma'));
    expect(personIdOf('auth0|uma')).not.toBe(personIdOf('auth0|oto'));
  });
});

function notePersonAgain(person: Person) {
  const decided = notePerson(person, { ownerId, mailKey: 'b' }, at);
  return decided.ok ? decided.value : never();
}
