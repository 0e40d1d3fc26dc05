import { once } from 'node:events';
import { createServer } from 'node:net';

/** One after the other, so that whoever asks at once for several gets different ones. */
let before: Promise<unknown> = Promise.resolve();
const given = new Set<number>();

/** A port of the loopback address that nobody listened on just now, and that nobody here was given before. */
export async function freePort(): Promise<number> {
  const port = before.then(nextPort);
  before = port;
  return port;
}

async function nextPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the loopback address has no port');
  if (given.has(address.port)) return nextPort();
  given.add(address.port);
  return address.port;
}
