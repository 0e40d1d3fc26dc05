import { whyNot } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from './lib/app.ts';
import { formatDuration } from './lib/format.ts';
import { paths } from './lib/paths.ts';
import { themes } from './lib/theme.ts';
import { Screen } from './screen.tsx';

const entries = [
  { label: 'Overview', path: paths.overview(), screens: ['overview'] },
  { label: 'Workers', path: paths.workers(), screens: ['workers', 'worker'] },
  { label: 'Catalogue', path: paths.definitions(), screens: ['definitions', 'definition'] },
  { label: 'Sessions', path: paths.sessions(), screens: ['sessions', 'session'] },
  { label: 'Audit', path: paths.audit(), screens: ['audit'] },
] as const;

function Navigation(): VNode {
  const { router, me } = useApp();
  const { screen } = router.route.value;
  const why = whyNot(me.value, 'audit:read');
  return (
    <nav class="main-nav" aria-label="Main">
      {entries.map(({ label, path, screens }) => {
        const current = screens.some((name) => name === screen);
        const reason = path === paths.audit() ? why : undefined;
        return (
          <a
            key={path}
            href={path}
            aria-current={current ? 'page' : undefined}
            title={reason}
            class={reason && 'nav-off'}
          >
            {label}
          </a>
        );
      })}
    </nav>
  );
}

const connectionWords = {
  connecting: 'Connecting',
  connected: 'Live',
  reconnecting: 'Reconnecting',
  disconnected: 'Disconnected',
  error: 'Not live',
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
      <a href={`${paths.sessions()}?mine=yes`} title={`${id}: ${roles.join(', ')}. Shows your sessions.`}>
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

function Retry({ at }: { readonly at: number | undefined }): VNode | null {
  const { now, timing } = useApp();
  if (at === undefined) return null;
  // Listens to the tick; the time itself is the browser's own, as the retry is.
  const left = now.value > 0 ? at - timing.now() : 0;
  return <span>{left > 0 ? ` Next try in ${formatDuration(left)}.` : ' Trying now.'}</span>;
}

function StaleBanner(): VNode | null {
  const { connection, timing, signIn } = useApp();
  const { state, attempt, retryAt, lastHeardAt } = connection.value;
  if (state === 'connected' || (state === 'connecting' && attempt === 0)) return null;
  const since = lastHeardAt === undefined ? 'yet' : `for ${formatDuration(timing.now() - lastHeardAt)}`;
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
    <div class="stale" role="alert">
      Nothing was heard from the server {since}: what you see may be out of date.
      <Retry at={retryAt} />
      {attempt > 1 && ` Tried ${attempt} times.`}
    </div>
  );
}

export function Shell(): VNode {
  const { announcement, system } = useApp();
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href={paths.overview()}>
          <img src="/icon.svg" alt="" width="24" height="24" /> Lablet Cloud Manager
        </a>
        <Navigation />
        <div class="d-flex flex-wrap align-items-center gap-2 ms-auto">
          <ConnectionMark />
          <ThemeChoiceField />
          <Account />
        </div>
      </header>
      <aside aria-label="State of what is shown">
        <SimulationBanner />
        <StaleBanner />
      </aside>
      <main id="main" tabIndex={-1} class="container-fluid py-3">
        <Screen />
      </main>
      <footer class="small text-body-secondary px-3 py-2">
        Version {system.value?.version ?? '…'} · <a href="/api/docs">API</a>
      </footer>
      <div class="visually-hidden" aria-live="polite" role="status">
        {announcement}
      </div>
    </>
  );
}
