import { expect, test } from 'vitest';
import { groupOf, navigation } from './navigation.ts';
import { routeOf } from './paths.ts';

const entries = navigation.flatMap((item) => ('entries' in item ? item.entries : [item]));

test('every entry of the menu leads to a screen that is marked as it', () => {
  for (const { path, screens } of entries) expect(screens).toContain(routeOf(path).screen);
});

test('no screen is marked twice, and each of a group opens it', () => {
  const screens = entries.flatMap((entry) => entry.screens);
  expect(new Set(screens).size).toBe(screens.length);
  expect(groupOf('worker')).toBe('Fleet');
  expect(groupOf('audit')).toBe('Admin');
  expect(groupOf('calendar')).toBe('Sessions');
  expect(groupOf('definition')).toBeUndefined();
});
