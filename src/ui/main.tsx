import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { apiFor, compose, loginHref, startTheme } from './compose.tsx';
import { type App, AppContext } from './lib/app.ts';
import { ApiError, troubleFrom } from './lib/problem.ts';
import { inAppTarget } from './lib/router.ts';
import { ShownPosition } from './lib/shown-position.ts';
import type { Me } from './lib/views.ts';
import { SignInPage } from './pages/sign-in-page.tsx';
import { loadScreens } from './screen.tsx';
import { Shell } from './shell.tsx';

function followLinks(app: App): void {
  document.addEventListener('click', (event) => {
    const target = inAppTarget(event, window.location.origin);
    if (target === undefined) return;
    event.preventDefault();
    app.router.go(target);
    window.scrollTo(0, 0);
  });
}

async function start(root: HTMLElement): Promise<void> {
  const theme = startTheme();
  const me = signal<Me | undefined>(undefined);
  const shown = new ShownPosition();
  const api = apiFor(me, shown, () => {});
  try {
    me.value = await api.me();
  } catch (thrown) {
    const expected = thrown instanceof ApiError && thrown.trouble.status === 401;
    render(<SignInPage loginHref={loginHref()} trouble={expected ? undefined : troubleFrom(thrown)} />, root);
    return;
  }
  const app = compose(api, me.value, { theme, shown });
  followLinks(app);
  render(
    <AppContext.Provider value={app}>
      <Shell />
    </AppContext.Provider>,
    root,
  );
  effect(() => {
    // By then the first screen is there, with all that it shows.
    if (app.settled.value) void loadScreens();
  });
}

const root = document.getElementById('app');
if (root !== null) void start(root);
