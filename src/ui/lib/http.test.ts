import { expect, test } from 'vitest';
import { createHttp } from './http.ts';
import { ApiError, troubleFrom, troubleOf } from './problem.ts';
import { ShownPosition } from './shown-position.ts';

function world(answer: () => Response) {
  const asked: RequestInit[] = [];
  const shown = new ShownPosition();
  let signedOut = 0;
  const http = createHttp({
    fetch: async (_path, init) => {
      asked.push(init ?? {});
      return answer();
    },
    csrfToken: () => 'token-1',
    shown,
    onSignedOut: () => {
      signedOut += 1;
    },
  });
  const atLeast = () => asked.map(({ headers }) => new Headers(headers).get('x-lcm-at-least'));
  return { http, asked, shown, atLeast, signedOut: () => signedOut };
}

async function troubleWith(answer: () => Response) {
  const thrown: unknown = await world(answer)
    .http.get('/x')
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ApiError);
  return troubleFrom(thrown);
}

test('only orders carry the CSRF token', async () => {
  const { http, asked } = world(() => Response.json({ ok: true }));
  await http.get('/a');
  await http.post('/b', { reason: 'because' });
  await http.put('/b', { title: 'new' });
  await http.delete('/b');
  const tokens = asked.map(({ headers }) => new Headers(headers).get('x-csrf-token'));
  expect(tokens).toEqual([null, 'token-1', 'token-1', 'token-1']);
  expect(asked.map(({ body }) => body)).toEqual([undefined, '{"reason":"because"}', '{"title":"new"}', undefined]);
});

test('a problem keeps its detail and its correlation id under a title that people understand', async () => {
  const body = { title: 'Conflict', detail: 'A worker that is stopped cannot be drained.', code: 'worker.wrong-state' };
  const trouble = await troubleWith(() => Response.json({ ...body, correlationId: 'c-1' }, { status: 409 }));
  expect(trouble).toEqual({
    title: 'Not possible in its present state',
    detail: 'A worker that is stopped cannot be drained.',
    code: 'worker.wrong-state',
    status: 409,
    correlationId: 'c-1',
  });
});

test('an answer of something in between that is no problem document still gets words', async () => {
  const trouble = await troubleWith(() => new Response('<html>Bad gateway</html>', { status: 502 }));
  expect(trouble).toMatchObject({ title: 'The server failed', status: 502, correlationId: undefined });
});

test('a server that cannot be reached has words too', async () => {
  const trouble = await troubleWith(() => {
    throw new TypeError('fetch failed');
  });
  expect(trouble).toMatchObject({ title: 'The server cannot be reached', status: 0 });
});

test('who is no longer known is noticed', async () => {
  const { http, signedOut } = world(() => Response.json({}, { status: 401 }));
  await expect(http.get('/x')).rejects.toThrow('You are not signed in');
  expect(signedOut()).toBe(1);
});

test.each([400, 401, 403, 404, 409, 422, 429, 500, 503])('status %i has words of its own', (status) => {
  const { title, detail } = troubleOf(status, undefined);
  expect(title.length).toBeGreaterThan(5);
  expect(detail.length).toBeGreaterThan(5);
});

test('whichever server answers, it is asked for no less than what was shown or written', async () => {
  const { http, shown, atLeast } = world(() => Response.json({}, { headers: { 'x-lcm-position': '8' } }));
  await http.post('/order');
  shown.heard('life-1:9');
  shown.heard('life-1:5');
  await http.get('/a');
  shown.heard('life-2:3');
  await http.get('/a');
  expect(atLeast()).toEqual([null, '9', '3']);
});

test('a server with another history is asked again, for whatever it has', async () => {
  let answers = 0;
  const behind = Response.json({ code: 'state.never-written', detail: 'No.' }, { status: 409 });
  const { http, shown, atLeast } = world(() => (answers++ === 0 ? behind : Response.json({ ok: true })));
  shown.heard('life-1:7');
  expect(await http.get('/a')).toEqual({ ok: true });
  expect(atLeast()).toEqual(['7', null]);
});

test('a file comes as it is, and a refusal of one in words', async () => {
  expect(await world(() => new Response('lab:\n  title: "1"\n')).http.text('/lab.yaml')).toBe('lab:\n  title: "1"\n');
  const detail = 'It holds configurations.';
  const refused = world(() => Response.json({ title: 'Forbidden', detail, code: 'access.forbidden' }, { status: 403 }));
  const thrown: unknown = await refused.http.text('/lab.yaml').catch((error: unknown) => error);
  expect(troubleFrom(thrown)).toMatchObject({ detail, code: 'access.forbidden' });
});
