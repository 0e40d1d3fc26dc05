import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  /** What it answers from now on; `undefined`: it takes the message and hangs up; `never`: it keeps the line. */
  readonly answer: (status: number | 'never' | undefined) => void;
  readonly close: () => Promise<void>;
}

/** Somebody’s receiver of webhooks, on loopback. */
export async function openReceiver(): Promise<Receiver> {
  const calls: ReceivedCall[] = [];
  let status: number | 'never' | undefined = 204;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    calls.push({ headers: request.headers, body: await text(request) });
    if (status === undefined) request.socket.destroy();
    else if (status !== 'never') response.writeHead(status, { location: '/elsewhere' }).end();
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on TCP has such an address
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/told`,
    calls,
    answer: (next) => {
      status = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
