import { describe, expect, test } from 'vitest';
import { faultOf, tagsFrom } from './worker-bulk-order.ts';

const input = { reason: '', minutes: 60, tags: '' };

test('tags are read a line each, and a value may have a sign of its own', () => {
  expect(tagsFrom('team = exams\n\nurl=a=b\nspare')).toEqual({ team: 'exams', url: 'a=b', spare: '' });
});

describe('an order to many', () => {
  test('needs a reason when it cannot be undone, and none otherwise', () => {
    expect(faultOf('terminate', input)).toContain('Say why');
    expect(faultOf('terminate', { ...input, reason: 'old' })).toBeUndefined();
    expect(faultOf('stop', input)).toBeUndefined();
  });

  test('to snooze needs a time, and to tag a tag', () => {
    expect(faultOf('snooze', { ...input, minutes: Number.NaN })).toBeDefined();
    expect(faultOf('snooze', input)).toBeUndefined();
    expect(faultOf('tags', input)).toBeDefined();
    expect(faultOf('tags', { ...input, tags: '=x' })).toContain('key');
    expect(faultOf('tags', { ...input, tags: 'a=x' })).toBeUndefined();
  });
});
