import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Route, routeOf } from './paths.ts';

/** The part of `window` that addresses need. */
export interface AddressBar {
  readonly location: { readonly pathname: string; readonly search: string };
  readonly history: {
    pushState(data: unknown, unused: string, url: string): void;
    replaceState(data: unknown, unused: string, url: string): void;
  };
  addEventListener(type: 'popstate', listener: () => void): void;
}

export interface Router {
  readonly route: ReadonlySignal<Route>;
  readonly query: ReadonlySignal<URLSearchParams>;
  readonly go: (path: string) => void;
  /** Keeps the screen and changes its filters in place, so that going back leaves the screen. */
  readonly setQuery: (changes: Readonly<Record<string, string>>) => void;
}

export function createRouter(bar: AddressBar): Router {
  const pathname = signal(bar.location.pathname);
  const search = signal(bar.location.search);
  const read = (): void => {
    pathname.value = bar.location.pathname;
    search.value = bar.location.search;
  };
  bar.addEventListener('popstate', read);
  const query = computed(() => new URLSearchParams(search.value));
  return {
    route: computed(() => routeOf(pathname.value)),
    query,
    go: (path) => {
      bar.history.pushState(null, '', path);
      read();
    },
    setQuery: (changes) => {
      const next = new URLSearchParams(search.value);
      for (const [name, value] of Object.entries(changes)) {
        if (value === '') next.delete(name);
        else next.set(name, value);
      }
      const text = next.toString();
      bar.history.replaceState(null, '', `${bar.location.pathname}${text === '' ? '' : `?${text}`}`);
      read();
    },
  };
}

function isPlainClick(event: MouseEvent): boolean {
  if (event.button !== 0 || event.defaultPrevented) return false;
  return !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

function clickedLink(event: MouseEvent): HTMLAnchorElement | undefined {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  return link === null || link.target !== '' || link.hasAttribute('download') ? undefined : link;
}

/** The address inside this application that a click on a link leads to; `undefined` when the browser should follow it. */
export function inAppTarget(event: MouseEvent, origin: string): string | undefined {
  const link = isPlainClick(event) ? clickedLink(event) : undefined;
  if (link === undefined) return undefined;
  const url = new URL(link.href, origin);
  if (url.origin !== origin || url.pathname.startsWith('/api/') || url.hash !== '') return undefined;
  return url.pathname + url.search;
}
