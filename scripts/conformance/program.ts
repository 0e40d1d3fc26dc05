import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Besides what this process has; undefined takes away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly limitMs?: number;
  /** The folder of the project when nothing is said. */
  readonly folder?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Programs talk to each other on this machine only, whatever proxy it is told to use for the rest. */
const direct = { NO_PROXY: '127.0.0.1,localhost', no_proxy: '127.0.0.1,localhost' };

function start({ program, args, env, limitMs, folder }: Command): ChildProcess {
  return spawn(program, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(folder !== undefined && { cwd: folder }),
    ...(limitMs !== undefined && { timeout: limitMs, killSignal: 'SIGKILL' }),
  });
}

/** Runs a program to its end, or kills it at its limit. */
export function run(command: Command): Promise<Ended> {
  const child = start(command);
  const heard = { output: '', errors: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (heard.output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (heard.errors += text));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ...heard, code: null, errors: `${heard.errors}${error.message}` }));
    child.once('exit', (_, signal) => {
      if (signal === null) return;
      heard.errors += `\nended by ${signal}; its limit is ${command.limitMs ?? 'no'} ms`;
      // What it started itself may live on and hold these open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
    child.once('close', (code) => resolve({ ...heard, code }));
  });
}

export const onLoopback = (command: Command): Promise<Ended> => run({ ...command, env: { ...direct, ...command.env } });

export interface Server extends AsyncDisposable {
  /** The first group of what it was awaited to say. */
  readonly address: string;
}

const usualStartLimitMs = 30_000;

/** Starts a server and waits until it says where it is. It ends with the block that holds it. */
export async function serve(
  command: Omit<Command, 'limitMs'>,
  says: RegExp,
  startLimitMs = usualStartLimitMs,
): Promise<Server> {
  const child = start({ ...command, env: { ...direct, ...command.env } });
  try {
    const address = await said(child, says, startLimitMs);
    return { address, [Symbol.asyncDispose]: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

function said(child: ChildProcess, says: RegExp, limitMs: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let output = '';
  const listen = (data: Buffer): void => {
    output = `${output}${data.toString()}`.slice(-20_000);
    const [, address] = says.exec(output) ?? [];
    if (address !== undefined) resolve(address);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  child.once('error', reject);
  child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code} at its start:\n${output}`)));
  const limit = AbortSignal.timeout(limitMs);
  limit.addEventListener('abort', () => reject(new Error(`${child.spawnfile} did not come up:\n${output}`)));
  return promise;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(late);
}
