import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** One program of the installation, with the last lines it said for whoever reads a failed test. */
export class Child {
  readonly #name: string;
  readonly #start: () => ChildProcess;
  #process: ChildProcess;
  readonly #lines: string[] = [];

  constructor(name: string, program: string, environment: Readonly<Record<string, string>>) {
    this.#name = name;
    this.#start = () => {
      const child = spawn(process.execPath, [program], {
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
