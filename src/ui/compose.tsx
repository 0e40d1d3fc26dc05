import { measurementEventName, streamEventNames } from '@lcm/core/contracts/stream';
import { effect, type Signal, signal } from '@preact/signals';
import { type Api, createApi } from './lib/api.ts';
import { type App, tickingNow } from './lib/app.ts';
import { browserTiming } from './lib/browser-timing.ts';
import { createHttp } from './lib/http.ts';
import { createKept } from './lib/kept.ts';
import { createLiveStore, type LiveStore } from './lib/live-store.ts';
import { createMeasurements, type Measurements } from './lib/measurements.ts';
import { apiPaths, paths } from './lib/paths.ts';
import { ApiError } from './lib/problem.ts';
import { createRouter } from './lib/router.ts';
import type { ShownPosition } from './lib/shown-position.ts';
import { createStream, type Stream } from './lib/stream.ts';
import { createTheme, type ThemeChoice } from './lib/theme.ts';
import type { Me, SystemInfo } from './lib/views.ts';

export function loginHref(): string {
  return apiPaths.login(window.location.pathname + window.location.search);
}

async function signedIn(api: Api): Promise<boolean> {
  try {
    await api.me();
    return true;
  } catch (thrown) {
    return !(thrown instanceof ApiError && thrown.trouble.status === 401);
  }
}

function openSource(lastEventId: string | undefined): EventSource {
  const query = lastEventId === undefined ? '' : `?lastEventId=${encodeURIComponent(lastEventId)}`;
  return new EventSource(apiPaths.stream() + query);
}

interface Listening {
  readonly shown: ShownPosition;
  readonly live: LiveStore;
  readonly measurements: Measurements;
  readonly settled: Signal<boolean>;
}

function liveStream(api: Api, { shown, live, measurements, settled }: Listening): Stream {
  return createStream({
    open: openSource,
    timing: browserTiming,
    random: () => Math.random(),
    signedIn: async () => signedIn(api),
    eventNames: streamEventNames,
    onConnected: (resumed) => {
      if (!resumed) live.beginSnapshot();
    },
    onSnapshotComplete: (epoch) => {
      live.endSnapshot(epoch);
      settled.value = true;
    },
    onMessage: live.receive,
    onId: (id) => shown.heard(id),
    others: { [measurementEventName]: measurements.receive },
  });
}

async function learnSystem(api: Api, system: Signal<SystemInfo | undefined>, skewMs: Signal<number>): Promise<void> {
  const asked = browserTiming.now();
  const info = await api.system().catch(() => undefined);
  if (info === undefined) return;
  const middle = (asked + browserTiming.now()) / 2;
  const skew = Date.parse(info.now) - middle;
  system.value = info;
  // A second or two is the network's; more is a clock that is wrong.
  if (Math.abs(skew) > 2_000) skewMs.value = skew;
}

export function apiFor(me: Signal<Me | undefined>, shown: ShownPosition, onSignedOut: () => void): Api {
  return createApi(
    createHttp({
      fetch: async (input, init) => window.fetch(input, init),
      csrfToken: () => me.value?.csrfToken ?? undefined,
      shown,
      onSignedOut,
    }),
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The chosen colours, on the whole document from now on. */
export function startTheme(): ThemeChoice {
  const theme = createTheme({ document, media: window.matchMedia('(prefers-color-scheme: dark)') });
  effect(() => {
    document.documentElement.dataset['bsTheme'] = theme.shown.value;
  });
  return theme;
}

/** Everything wired, by hand, for somebody who is signed in. */
export function compose(
  api: Api,
  known: Me,
  { theme, shown }: { readonly theme: ThemeChoice; readonly shown: ShownPosition },
): App {
  const live = createLiveStore(browserTiming);
  const settled = signal(false);
  const measurements = createMeasurements();
  const stream = liveStream(api, { shown, live, measurements, settled });
  const skewMs = signal(0);
  const system = signal<SystemInfo | undefined>(undefined);
  const announcement = signal('');
  stream.start();
  void learnSystem(api, system, skewMs);
  return {
    api,
    live,
    measurements,
    connection: stream.connection,
    settled,
    router: createRouter(window),
    timing: browserTiming,
    now: tickingNow(browserTiming, skewMs),
    me: signal(known),
    system,
    theme,
    kept: createKept(() => window.localStorage),
    announcement,
    announce: (text) => {
      announcement.value = text;
    },
    openTab: (url) => void window.open(url, '_blank', 'noopener'),
    signIn: () => window.location.assign(loginHref()),
    signOut: async () => {
      const answer = await api.logout().catch(() => undefined);
      window.location.assign(answer?.redirectTo ?? paths.overview());
    },
    copy: copyText,
  };
}
