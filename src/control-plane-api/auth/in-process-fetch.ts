import type { FastifyInstance } from 'fastify';

/** `fetch` for addresses that are this server's own: the same routes, without a socket. */
export async function inProcessFetch(app: FastifyInstance, url: string, init: RequestInit = {}): Promise<Response> {
  const { pathname, search, host } = new URL(url);
  const headers = Object.fromEntries(new Headers(init.headers));
  const body = init.body == null ? undefined : await new Response(init.body).text();
  const answer = await app.inject({
    method: init.method === 'POST' ? 'POST' : 'GET',
    url: `${pathname}${search}`,
    headers: { ...contentType(init.body), ...headers, host },
    ...(body === undefined ? {} : { payload: body }),
  });
  const own = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new Response(answer.rawPayload.length === 0 ? null : new Uint8Array(answer.rawPayload), {
    status: answer.statusCode,
    headers: own,
  });
}

function contentType(body: RequestInit['body']): Record<string, string> {
  return body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' } : {};
}
