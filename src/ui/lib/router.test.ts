import { expect, test } from 'vitest';
import { createRouter } from './router.ts';

function world(start: string) {
  let url = new URL(start, 'http://lcm.test');
  const pushed: string[] = [];
  const listeners: (() => void)[] = [];
  const router = createRouter({
    get location() {
      return { pathname: url.pathname, search: url.search };
    },
    history: {
      pushState: (_data, _unused, next) => {
        pushed.push(next);
        url = new URL(next, url);
      },
      replaceState: (_data, _unused, next) => {
        url = new URL(next, url);
      },
    },
    addEventListener: (_type, listener) => void listeners.push(listener),
  });
  const goBackTo = (path: string): void => {
    url = new URL(path, url);
    for (const listener of listeners) listener();
  };
  return { router, pushed, goBackTo, address: () => url.pathname + url.search };
}

test('going somewhere shows its screen, going back shows the old one', () => {
  const { router, goBackTo } = world('/workers?q=metal');
  router.go('/sessions/ses_1');
  expect(router.route.value).toEqual({ screen: 'session', id: 'ses_1' });
  goBackTo('/workers?q=metal');
  expect(router.route.value).toEqual({ screen: 'workers' });
  expect(router.query.value.get('q')).toBe('metal');
});

test('filters change the address in place and disappear from it when they are empty', () => {
  const { router, pushed, address } = world('/workers?q=metal');
  router.setQuery({ status: 'running', q: '' });
  expect(address()).toBe('/workers?status=running');
  router.setQuery({ status: '' });
  expect(address()).toBe('/workers');
  expect(pushed).toEqual([]);
});
