import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

export interface FrontDoor {
  readonly close: () => Promise<void>;
}

/**
 * What stands before several replicas, as an ingress does: each request to the next that answers, `only` its own paths to
 * the first. Nothing is kept for anybody: whoever comes back may come to another replica.
 */
export async function openFrontDoor(
  port: number,
  replicas: readonly number[],
  only: (path: string) => boolean,
): Promise<FrontDoor> {
  let turn = 0;
  const server: Server = createServer((incoming, outgoing) => {
    turn += 1;
    const [first = 0] = replicas;
    const order = replicas.map((_, index) => replicas[(turn + index) % replicas.length] ?? first);
    const toAsk = only(incoming.url ?? '') ? [first] : order;
    void bodyOf(incoming).then((body) => pass({ incoming, outgoing, body }, toAsk));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return { close };
}

interface Passage {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly body: Buffer;
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Only a request that surely reached nobody is taken to the next one. */
function pass(passage: Passage, [port, ...others]: readonly number[]): void {
  const { incoming, outgoing, body } = passage;
  const { method = 'GET', url = '/', headers } = incoming;
  const asked = request({ host: '127.0.0.1', port: port ?? 0, method, path: url, headers, agent: false });
  asked.once('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.once('error', () => outgoing.destroy());
  });
  asked.once('error', (error) => {
    const neverArrived = 'code' in error && error.code === 'ECONNREFUSED';
    if (neverArrived && others.length > 0) pass(passage, others);
    else if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  outgoing.once('close', () => void asked.destroy());
  asked.end(body);
}
