import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below those that systems give to whoever connects (32768 on Linux, 49152 elsewhere): a server that is killed finds its
 * port free when it is started again, also when others have connected to somewhere meanwhile.
 */
const lowest = 10_240;
const highest = 32_767;

/** Several that run side by side begin at different ones. */
let next = lowest + ((process.pid * 61) % (highest - lowest));

/** A port of the loopback address that nobody listened on just now, and that nobody here was given before. */
export async function freePort(): Promise<number> {
  const port = next;
  next = port === highest ? lowest : port + 1;
  return (await isFree(port)) ? port : freePort();
}

export async function freePorts(count: number): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: count }, freePort));
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const isListening = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (!isListening) return false;
  server.close();
  await once(server, 'close');
  return true;
}
