import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

export interface Health {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What keeps this process from its work, by part: `undefined` where nothing does. */
  readonly readiness: () => Promise<Readonly<Record<string, string | undefined>>>;
  /** What else an operator asks first. */
  readonly details: () => object;
}

/** Alive and ready, for those who keep a process running; nothing secret, and nothing that changes anything. */
export async function startHealthServer(
  health: Health,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/health') answer(response, 200, { status: 'ok' });
    else if (path === '/ready') void ready(health, response);
    else answer(response, 404, { status: 'unknown', paths: ['/health', '/ready'] });
  });
  server.listen(health.port, health.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : health.port;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://${health.host}:${port}`, close };
}

async function ready({ readiness, details }: Health, response: ServerResponse): Promise<void> {
  const problems = await readiness();
  const isReady = Object.values(problems).every((problem) => problem === undefined);
  const parts = Object.fromEntries(Object.entries(problems).map(([name, problem]) => [name, problem ?? 'ok']));
  answer(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not-ready', parts, ...details() });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body, undefined, 2)}\n`);
}
