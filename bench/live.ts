import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { SeededRandom } from '@lcm/core/kernel';
import * as z from 'zod';
import { type Figure, quantile } from './harness.ts';

const readers = 1_000;
/** How many changes, how often, over how many workers. */
const changes: Changes = { workers: 50, count: 200, everyMs: 50 };
/** So that each reader is cut about twice while it reads. */
const cutPerMessage = 1 / 100;

/** What the server is asked to do. */
export interface Changes {
  readonly workers: number;
  readonly count: number;
  readonly everyMs: number;
}

/** What it says: where it is, then the position of its last change. */
export type Report = { readonly url: string } | { readonly done: number };

const Told = z.union([z.object({ url: z.string() }), z.object({ done: z.number() })]);
const Token = z.object({ access_token: z.string() });

interface Seen {
  readonly delaysMs: number[];
  cuts: number;
  /** Positions that were skipped, or shown again after a later one. */
  faults: number;
}

/** One reader, that is cut now and then, comes back with the last id it has, and wants every position once. */
class Reader {
  position = 0;
  readonly #url: string;
  readonly #token: string;
  readonly #agent: Agent;
  readonly #random: SeededRandom;
  readonly #seen: Seen;
  #lastId: string | undefined;
  #isOver = false;
  #answer: IncomingMessage | undefined;

  constructor({ url, token, agent }: { url: string; token: string; agent: Agent }, seed: number, seen: Seen) {
    this.#url = `${url}/api/v1/events/stream`;
    this.#token = token;
    this.#agent = agent;
    this.#random = new SeededRandom(seed);
    this.#seen = seen;
  }

  async connect(): Promise<void> {
    const headers = {
      authorization: `Bearer ${this.#token}`,
      ...(this.#lastId !== undefined && { 'last-event-id': this.#lastId }),
    };
    const asked = get(this.#url, { headers, agent: this.#agent });
    const answer = await new Promise<IncomingMessage>((resolve, reject) =>
      asked.once('response', resolve).once('error', reject),
    );
    if (answer.statusCode !== 200) throw new Error(`the stream answered ${answer.statusCode}`);
    this.#answer = answer;
    answer.on('error', () => undefined);
    const connected = once(answer, 'data');
    this.#read(answer);
    await connected;
  }

  close(): void {
    this.#isOver = true;
    this.#answer?.destroy();
  }

  #read(answer: IncomingMessage): void {
    let rest = '';
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => {
      if (answer.destroyed) return;
      const frames = (rest + text).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) if (!answer.destroyed) this.#hear(frame, answer);
    });
  }

  #hear(frame: string, answer: IncomingMessage): void {
    const [, id] = /^id: (.*)$/m.exec(frame) ?? [];
    if (id === undefined || frame.includes('event: heartbeat')) return;
    this.#lastId = id;
    this.#move(Number(id.slice(id.lastIndexOf(':') + 1)), frame.includes('event: snapshot.complete'));
    const [, stamp] = /"desiredReason":"(\d+)"/.exec(frame) ?? [];
    if (stamp !== undefined) this.#seen.delaysMs.push(Number(process.hrtime.bigint() - BigInt(stamp)) / 1e6);
    if (this.#random.next() < cutPerMessage) this.#cut(answer);
  }

  #move(position: number, isSnapshot: boolean): void {
    const isRight = isSnapshot ? position >= this.position : position === this.position + 1;
    if (!isRight) this.#seen.faults += 1;
    this.position = position;
  }

  #cut(answer: IncomingMessage): void {
    this.#seen.cuts += 1;
    answer.destroy();
    if (!this.#isOver) void this.connect();
  }
}

async function heard(child: ChildProcess): Promise<z.output<typeof Told>> {
  const [message] = await once(child, 'message');
  return Told.parse(message);
}

async function tokenOf(url: string): Promise<string> {
  const body = JSON.stringify({ username: 'admin', password: 'test' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/v1/auth/token`, { method: 'POST', headers, body });
  return Token.parse(await answer.json()).access_token;
}

/** Resolves when every reader is at that position, or after a while with those that are not. */
async function lateReaders(all: readonly Reader[], position: number): Promise<number> {
  const late = (): number => all.filter((reader) => reader.position < position).length;
  for (let turn = 0; turn < 100 && late() > 0; turn += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  return late();
}

/** The live stream in a process of its own, with readers that lose it and come back. */
export async function liveFigures(): Promise<Figure[]> {
  const child = fork(new URL('./live-server.ts', import.meta.url));
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const seen: Seen = { delaysMs: [], cuts: 0, faults: 0 };
  const all: Reader[] = [];
  try {
    const told = await heard(child);
    if (!('url' in told)) throw new Error('the server said nothing of where it is');
    const token = await tokenOf(told.url);
    for (let number = 0; number < readers; number += 1) {
      const reader = new Reader({ url: told.url, token, agent }, number, seen);
      await reader.connect();
      all.push(reader);
    }
    child.send(changes, () => undefined);
    const done = await heard(child);
    const missed = await lateReaders(all, 'done' in done ? done.done : 0);
    return [
      {
        what: `change to ${readers} readers of the live stream, ${1_000 / changes.everyMs} changes/s, ${seen.cuts} reconnects`,
        measured: `p50 ${quantile(seen.delaysMs, 0.5).toFixed(0)} ms, p95 ${quantile(seen.delaysMs, 0.95).toFixed(0)} ms`,
        aim: 'p95 < 50 ms',
      },
      {
        what: `of ${seen.delaysMs.length.toLocaleString('en')} messages over ${seen.cuts} reconnects`,
        measured: `${seen.faults} missed or out of order, ${missed} readers not at the end`,
        aim: 'none missed',
      },
    ];
  } finally {
    for (const reader of all) reader.close();
    agent.destroy();
    child.disconnect();
  }
}
