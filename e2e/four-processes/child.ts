import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** One program of the installation, with the last lines it said for whoever reads a failed test. */
export class Child {
  readonly #name: string;
  readonly #start: () => ChildProcess;
  #process: ChildProcess;
  readonly #lines: string[] = [];

  /** @param command a program of ours, or somebody else's with its arguments */
  constructor(name: string, command: string | Command, environment: Readonly<Record<string, string>>) {
    this.#name = name;
    const { program, args } = typeof command === 'string' ? { program: process.execPath, args: [command] } : command;
    this.#start = () => {
      const child = spawn(program, args, {
        env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8');
        stream.on('data', (text: string) => this.#hear(text));
      }
      return child;
    };
    this.#process = this.#start();
  }

  get name(): string {
    return this.#name;
  }

  get exitCode(): number | null {
    return this.#process.exitCode;
  }

  get said(): string {
    return `--- ${this.#name}\n${this.#lines.join('')}`;
  }

  /** As a machine that loses power ends it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  startAgain(): void {
    this.#process = this.#start();
  }

  /** Answers with its exit code. */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM');
    return this.#process.exitCode;
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }

  #hear(text: string): void {
    this.#lines.push(text);
    if (this.#lines.length > 60) this.#lines.shift();
  }
}
