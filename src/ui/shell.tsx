import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useErrorBoundary, useId } from 'preact/hooks';
import { useApp } from './lib/app.ts';
import { formatDistance, formatDuration, formatZone } from './lib/format.ts';
import { paths } from './lib/paths.ts';
import { troubleFrom } from './lib/problem.ts';
import type { Connection } from './lib/stream.ts';
import { themes } from './lib/theme.ts';
import { Navigation } from './parts/navigation.tsx';
import { Page } from './parts/page.tsx';
import { TroubleNote } from './parts/trouble-note.tsx';
import { Screen } from './screen.tsx';

const connectionWords = {
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Reconnecting',
  disconnected: 'Disconnected',
  error: 'Error',
} as const;

function ConnectionMark(): VNode {
  const { state } = useApp().connection.value;
  return (
    <span class={`connection connection-${state}`} role="status">
      {connectionWords[state]}
    </span>
  );
}

function ThemeChoiceField(): VNode {
  const { theme } = useApp();
  return (
    <select
      class="form-select form-select-sm w-auto"
      aria-label="Colours"
      value={theme.chosen.value}
      onChange={({ currentTarget }) => theme.choose(themes.find((each) => each === currentTarget.value) ?? 'auto')}
    >
      <option value="auto">Auto</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  );
}

function Account(): VNode {
  const { me, signOut } = useApp();
  const { name, id, roles } = me.value;
  return (
    <div class="d-flex align-items-center gap-2">
      <a href={paths.me()} title={`${id}: ${roles.join(', ')}. Shows what you are told.`}>
        {name}
      </a>
      <button type="button" class="btn btn-sm btn-outline-secondary" onClick={() => void signOut()}>
        Sign out
      </button>
    </div>
  );
}

/** What is not real here, on every screen: nobody shall mistake a demo for the cloud. */
function SimulationBanner(): VNode | null {
  const info = useApp().system.value;
  if (info === undefined || info.simulated.length === 0) return null;
  return (
    <div class="simulation" role="note" title={info.simulated.map(({ part, note }) => `${part}: ${note}`).join('\n')}>
      Simulated: {info.simulated.map(({ part }) => part).join(', ')}
      {info.speed !== undefined && info.speed !== 1 && (
        <span> · their durations run {info.speed}× faster than life, the clock is real</span>
      )}
    </div>
  );
}

/** The browser's own time, each second; the server's may differ. */
function useBrowserNow(): number {
  const { now, timing } = useApp();
  return now.value > 0 ? timing.now() : 0;
}

function Retry({ connection }: { readonly connection: Connection }): VNode | null {
  const now = useBrowserNow();
  const { lastHeardAt, retryAt, attempt } = connection;
  const left = retryAt === undefined ? 0 : retryAt - now;
  return (
    <span>
      {lastHeardAt !== undefined && ` Last heard of ${formatDistance(lastHeardAt, now)}.`}
      {left > 0 ? ` Next try in ${formatDuration(left)}.` : ' Trying now.'}
      {attempt > 1 && ` Tried ${attempt} times.`}
    </span>
  );
}

function StaleBanner(): VNode | null {
  const { connection, signIn } = useApp();
  const { state, attempt } = connection.value;
  if (state === 'connected' || (state === 'connecting' && attempt === 0)) return null;
  if (state === 'error') {
    return (
      <div class="stale" role="alert">
        Your session has ended; what you see is no longer live.{' '}
        <button type="button" class="btn btn-sm btn-light" onClick={signIn}>
          Sign in again
        </button>
      </div>
    );
  }
  return (
    <div class="stale">
      <span role="alert">The server is not heard: what you see may be out of date.</span>
      <Retry connection={connection.value} />
    </div>
  );
}

/** A screen that fails takes down nothing but itself, and says so. */
function GuardedScreen(): VNode {
  const [error, forget] = useErrorBoundary();
  if (error === undefined) return <Screen />;
  return (
    <Page title="This screen failed">
      <TroubleNote trouble={troubleFrom(error)} />
      <button type="button" class="btn btn-primary" onClick={forget}>
        Show it again
      </button>
    </Page>
  );
}

function ScreenOfAddress(): VNode {
  const route = useApp().router.route.value;
  return <GuardedScreen key={JSON.stringify(route)} />;
}

/** On a small screen the menu is behind a button; what state the connection is in stays in sight. */
function TopBar(): VNode {
  const { router } = useApp();
  const menuId = useId();
  const isOpen = useSignal(false);
  useEffect(() => {
    isOpen.value = false;
  }, [router.route.value]);
  return (
    <header
      class="top"
      onKeyDown={({ key }) => {
        if (key === 'Escape') isOpen.value = false;
      }}
    >
      <a class="brand" href={paths.overview()}>
        <img src="/icon.svg" alt="" width="24" height="24" /> Lablet Cloud Manager
      </a>
      <ConnectionMark />
      <button
        type="button"
        class="btn btn-sm btn-outline-secondary top-toggle"
        aria-expanded={isOpen.value}
        aria-controls={menuId}
        onClick={() => {
          isOpen.value = !isOpen.peek();
        }}
      >
        Menu
      </button>
      <div id={menuId} class={`top-menu ${isOpen.value ? 'top-menu-open' : ''}`}>
        <Navigation />
        <div class="top-tools">
          <ThemeChoiceField />
          <Account />
        </div>
      </div>
    </header>
  );
}

export function Shell(): VNode {
  const { announcement, now, system } = useApp();
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <TopBar />
      <aside aria-label="State of what is shown">
        <SimulationBanner />
        <StaleBanner />
      </aside>
      <main id="main" tabIndex={-1} class="container-fluid py-3">
        <ScreenOfAddress />
      </main>
      <footer class="small text-body-secondary px-3 py-2">
        Version {system.value?.version ?? '…'} · <a href="/api/docs">API</a> · Times are local: {formatZone(now.peek())}
      </footer>
      <div class="visually-hidden" aria-live="polite" role="status">
        {announcement}
      </div>
    </>
  );
}
