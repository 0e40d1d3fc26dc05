import { computed, type ReadonlySignal, signal } from '@preact/signals';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface ThemeDeps {
  readonly document: { cookie: string };
  /** Whether the system is dark, and when that changes. */
  readonly media: {
    readonly matches: boolean;
    addEventListener(type: 'change', listener: (event: { readonly matches: boolean }) => void): void;
  };
}

export interface ThemeChoice {
  readonly chosen: ReadonlySignal<Theme>;
  readonly shown: ReadonlySignal<'light' | 'dark'>;
  readonly choose: (theme: Theme) => void;
}

const cookieName = 'lcm_theme';
const aYear = 365 * 24 * 3600;

export function themeFromCookies(cookies: string): Theme {
  const value = cookies
    .split(';')
    .map((cookie) => cookie.trim().split('='))
    .find(([name]) => name === cookieName)?.[1];
  return themes.find((theme) => theme === value) ?? 'auto';
}

export function createTheme({ document, media }: ThemeDeps): ThemeChoice {
  const chosen = signal(themeFromCookies(document.cookie));
  const dark = signal(media.matches);
  media.addEventListener('change', ({ matches }) => {
    dark.value = matches;
  });
  const system = computed(() => (dark.value ? 'dark' : 'light'));
  return {
    chosen,
    shown: computed(() => (chosen.value === 'auto' ? system.value : chosen.value)),
    choose: (theme) => {
      chosen.value = theme;
      // oxlint-disable-next-line unicorn/no-document-cookie -- the cookie store API is not in every browser
      document.cookie = `${cookieName}=${theme}; path=/; max-age=${aYear}; samesite=lax`;
    },
  };
}
