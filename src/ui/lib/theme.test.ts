import { expect, test } from 'vitest';
import { createTheme, themeFromCookies } from './theme.ts';

type Listener = (event: { readonly matches: boolean }) => void;

function world(cookie: string, dark: boolean) {
  const document = { cookie };
  const listeners: Listener[] = [];
  const media = {
    matches: dark,
    addEventListener: (_type: 'change', listener: Listener) => void listeners.push(listener),
  };
  const systemTurns = (matches: boolean): void => listeners.forEach((listener) => listener({ matches }));
  return { document, theme: createTheme({ document, media }), systemTurns };
}

test('without a choice the system decides, also when it changes its mind', () => {
  const { theme, systemTurns } = world('', true);
  expect(theme.shown.value).toBe('dark');
  systemTurns(false);
  expect(theme.shown.value).toBe('light');
});

test('a choice is kept in a cookie and holds against the system', () => {
  const { theme, document, systemTurns } = world('', false);
  theme.choose('dark');
  systemTurns(false);
  expect(theme.shown.value).toBe('dark');
  expect(themeFromCookies(`other=1; ${document.cookie}`)).toBe('dark');
});

test('a cookie that names no theme is none', () => {
  expect(themeFromCookies('lcm_theme=neon')).toBe('auto');
});
