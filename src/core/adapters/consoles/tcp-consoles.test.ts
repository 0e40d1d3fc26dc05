import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { SystemClock } from '../system/system-clock.ts';
import { TcpConsoles } from './tcp-consoles.ts';

const waits = { greetingMs: 100, answerMs: 500 };

/** A device that answers lines by a table, and keeps what was typed. */
async function device(answers: Readonly<Record<string, string>>, greet: (socket: Socket) => void) {
  const typed: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    greet(socket);
    let pending = '';
    socket.on('data', (chunk: Buffer) => {
      const lines = (pending + chunk.toString('utf8')).split('\r\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        typed.push(line);
        socket.write(answers[line] ?? 'R1#');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return { typed, at: { host: '127.0.0.1', port } };
}

const consoles = new TcpConsoles(new SystemClock(), waits);

test('what is printed between the command and the prompt is the answer, echo or not', async () => {
  const answers = { 'show vlan': 'show vlan\r\n10 Users\r\n20 Guests\r\nR1#', 'show clock': '12:00\r\nR1# ' };
  const { at } = await device(answers, (socket) => socket.write(Buffer.from([255, 251, 1, ...Buffer.from('\r\nR1#')])));
  expect(await consoles.ask(at, ['show vlan', 'show clock'])).toEqual([
    { command: 'show vlan', output: '10 Users\n20 Guests' },
    { command: 'show clock', output: '12:00' },
  ]);
});

test('a console that somebody left in the middle of a configuration is brought back first', async () => {
  const answers = { '': 'R1(config-if)#', end: 'R1>', enable: 'R1#', 'terminal length 0': 'R1#', show: 'x\r\nR1#' };
  const { at, typed } = await device(answers, () => undefined);
  expect(await consoles.ask(at, ['show'])).toEqual([{ command: 'show', output: 'x' }]);
  expect(typed).toEqual(['', 'end', 'enable', 'terminal length 0', 'show']);
});

test('a console without a prompt is said to have none', async () => {
  const { at } = await device({ '': 'login: ' }, () => undefined);
  await expect(consoles.ask(at, ['show'])).rejects.toMatchObject({ name: 'ConsoleError', code: 'no-prompt' });
});

test('a console that is closed, or where nobody listens, is unreachable', async () => {
  const { at } = await device({}, (socket) => socket.destroy());
  await expect(consoles.ask(at, ['show'])).rejects.toMatchObject({ code: 'unreachable' });
  await expect(consoles.ask({ host: '127.0.0.1', port: 1 }, ['show'])).rejects.toMatchObject({ code: 'unreachable' });
});
