import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from './api.ts';
import type { Kept } from './kept.ts';
import type { LiveStore } from './live-store.ts';
import type { Measurements } from './measurements.ts';
import type { Router } from './router.ts';
import type { Connection } from './stream.ts';
import type { ThemeChoice } from './theme.ts';
import type { Timing } from './timing.ts';
import type { Me, SystemInfo } from './views.ts';

/** What every screen works with; put together once, in `main.tsx`. */
export interface App {
  readonly api: Api;
  readonly live: LiveStore;
  readonly measurements: Measurements;
  readonly connection: ReadonlySignal<Connection>;
  /** Whether the first snapshot is complete: before that, nothing to show means nothing yet. */
  readonly settled: ReadonlySignal<boolean>;
  readonly router: Router;
  readonly timing: Timing;
  /** The server's time, each second. */
  readonly now: ReadonlySignal<number>;
  readonly me: ReadonlySignal<Me>;
  readonly system: ReadonlySignal<SystemInfo | undefined>;
  readonly theme: ThemeChoice;
  readonly kept: Kept;
  readonly announcement: ReadonlySignal<string>;
  /** Says something to screen readers. */
  readonly announce: (text: string) => void;
  readonly openTab: (url: string) => void;
  readonly signIn: () => void;
  readonly signOut: () => Promise<void>;
  /** Whether the browser let it. */
  readonly copy: (text: string) => Promise<boolean>;
}

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error('no App around this component');
  return app;
}

/** The server's time as a signal; `skewMs` is what the viewer's clock is behind. */
export function tickingNow(timing: Timing, skewMs: ReadonlySignal<number>): ReadonlySignal<number> {
  const now = signal(timing.now() + skewMs.value);
  const tick = (): void => {
    now.value = timing.now() + skewMs.value;
    timing.after(1_000, tick);
  };
  timing.after(1_000, tick);
  return now;
}
