import { connect, type Socket } from 'node:net';
import type { Clock } from '../../kernel/index.ts';
import { type ConsoleAddress, type ConsoleAnswer, ConsoleError, type Consoles } from '../../ports/consoles/index.ts';

interface Waits {
  /** For a prompt that is shown unasked. */
  readonly greetingMs: number;
  /** For the prompt after a command: a ping that is lost five times takes ten seconds. */
  readonly answerMs: number;
}

const usualWaits: Waits = { greetingMs: 1000, answerMs: 30_000 };
const prompt = /(?:^|\n)[\w.@~:-]+(?:\([\w-]+\))?[>#$] ?$/;
const promptBefore = /^[\w.@~:-]+(?:\([\w-]+\))?[>#$] ?/;
/** Out of a configuration, to all rights, and to output without pages. */
const waysUp = [
  [/\([\w-]+\)# ?$/, 'end'],
  [/> ?$/, 'enable'],
  [/# ?$/, 'terminal length 0'],
] as const;
const longest = 1_000_000;

/** Consoles that CML publishes as plain TCP ports. */
export class TcpConsoles implements Consoles {
  readonly #clock: Clock;
  readonly #waits: Waits;

  constructor(clock: Clock, waits: Waits = usualWaits) {
    this.#clock = clock;
    this.#waits = waits;
  }

  async ask(at: ConsoleAddress, commands: readonly string[]): Promise<readonly ConsoleAnswer[]> {
    const line = new Line(connect({ ...at, noDelay: true }), this.#clock);
    try {
      await this.#ready(line, at);
      const answers: ConsoleAnswer[] = [];
      for (const command of commands) {
        // oxlint-disable-next-line no-await-in-loop -- one question after the other: there is one console
        const shown = await line.type(command, this.#waits.answerMs);
        if (shown === undefined) throw noPrompt(at, command);
        answers.push({ command, output: withoutEcho(shown, command) });
      }
      return answers;
    } finally {
      line.close();
    }
  }

  /** Brings the console to where questions are answered whole. */
  async #ready(line: Line, at: ConsoleAddress): Promise<void> {
    const { greetingMs, answerMs } = this.#waits;
    const greeted = await line.untilPrompt(greetingMs);
    let shown = greeted ?? (await line.type('', answerMs)) ?? '';
    if (shown === '') throw noPrompt(at, 'an empty line');
    for (const [state, command] of waysUp) {
      // oxlint-disable-next-line no-await-in-loop -- each step begins where the one before has led
      if (state.test(shown)) shown = (await line.type(command, answerMs)) ?? shown;
    }
  }
}

function noPrompt({ host, port }: ConsoleAddress, after: string): ConsoleError {
  return new ConsoleError('no-prompt', `no prompt after ${after} at the console ${host}:${port}`);
}

/** Without what was typed, if it is shown, and the prompt at the end. */
function withoutEcho(shown: string, command: string): string {
  const lines = shown.replace(prompt, '\n').split('\n');
  const isEcho = lines[0]?.replace(promptBefore, '').trim() === command.trim();
  return lines
    .slice(isEcho ? 1 : 0)
    .join('\n')
    .trimEnd();
}

/** What is shown on one connection since the last line was typed. */
class Line {
  readonly #socket: Socket;
  readonly #clock: Clock;
  #shown = '';
  #look: () => void = () => undefined;
  /** What ended the connection before its time. */
  trouble: ConsoleError | undefined;

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    socket.on('data', (chunk: Buffer) => {
      this.#shown = (this.#shown + plain(chunk)).slice(-longest);
      this.#look();
    });
    socket.on('error', (cause) => {
      this.trouble = new ConsoleError('unreachable', `the console does not answer: ${cause.message}`, { cause });
      this.#look();
    });
    socket.on('close', () => {
      this.trouble ??= new ConsoleError('unreachable', 'the console was closed');
      this.#look();
    });
  }

  async type(text: string, waitMs: number): Promise<string | undefined> {
    this.#shown = '';
    this.#socket.write(`${text}\r\n`);
    return this.untilPrompt(waitMs);
  }

  /** What was shown up to the prompt; `undefined` when none comes in time. @throws ConsoleError when it is cut */
  async untilPrompt(waitMs: number): Promise<string | undefined> {
    const over = new AbortController();
    const prompted = new Promise<boolean>((resolve) => {
      this.#look = () => {
        if (this.trouble !== undefined || prompt.test(this.#shown)) resolve(true);
      };
      this.#look();
    });
    const late = this.#clock.sleep(waitMs, over.signal).then(() => false);
    const came = await Promise.race([prompted, late]);
    over.abort();
    if (this.trouble !== undefined) throw this.trouble;
    return came ? this.#shown : undefined;
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Telnet negotiations (255, verb, option) are left out, and lines end in one way. */
function plain(chunk: Buffer): string {
  const kept: number[] = [];
  for (let index = 0; index < chunk.length; index += 1) {
    const byte = chunk[index] ?? 0;
    if (byte === 255) index += 2;
    else if (byte !== 13 && byte !== 0) kept.push(byte);
  }
  return Buffer.from(kept).toString('utf8');
}
