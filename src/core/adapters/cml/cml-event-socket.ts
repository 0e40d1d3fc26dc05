import { type Dispatcher, WebSocket } from 'undici';
import type { Clock } from '../../kernel/index.ts';
import { CmlError } from '../../ports/cml/index.ts';
import { SystemClock } from '../system/system-clock.ts';
import type { CmlConnection } from './cml-session.ts';
import { EventInbox } from './event-inbox.ts';

const OPEN_MS = 10_000;
const FIRST_MS = 15_000;
/** CML tells its statistics every few seconds: whoever is silent for so long is gone, whatever TCP believes. */
export const SILENCE_MS = 60_000;
const EVENTS_KEPT = 10_000;
/** CML's own, for a token that it does not take. */
const UNAUTHORIZED = 3000;

export interface Listening {
  readonly connection: CmlConnection;
  readonly token: string;
  readonly signal: AbortSignal;
}

/**
 * The frames of one event socket, until the server closes it or the signal aborts.
 * @throws CmlError `denied` for the token; `unreachable` when it cannot be opened, is cut, or falls silent
 */
export async function* listen({ connection, token, signal }: Listening): AsyncGenerator<string> {
  const { settings, agent, url } = connection;
  const inbox = new EventInbox(EVENTS_KEPT);
  const patience = new Patience(settings.clock ?? new SystemClock(), (what) => inbox.end(lost(what)));
  const given = settings.signal ? AbortSignal.any([signal, settings.signal]) : signal;
  const giveUp = (): void => inbox.end();
  given.addEventListener('abort', giveUp, { once: true });
  if (given.aborted) return;
  const socket = open(new URL('/ws/ui', url.replace(/^http/, 'ws')), agent);
  patience.within(OPEN_MS, 'could not be opened in time');
  socket.addEventListener('open', () => {
    patience.within(FIRST_MS, 'nothing came in time');
    socket.send(JSON.stringify({ token }));
  });
  socket.addEventListener('message', ({ data }) => {
    patience.within(SILENCE_MS, 'silent for too long');
    inbox.take(typeof data === 'string' ? data : '');
  });
  socket.addEventListener('error', ({ error }) => inbox.end(lost('no answer', error)));
  socket.addEventListener('close', ({ code, wasClean }) => inbox.end(errorOf(code, wasClean)));
  try {
    for (let text = await inbox.next(); text !== undefined; text = await inbox.next()) yield text;
  } finally {
    given.removeEventListener('abort', giveUp);
    patience.end();
    socket.close();
  }
}

function open(url: URL, dispatcher: Dispatcher): WebSocket {
  return new WebSocket(url, { dispatcher });
}

function lost(what: string, cause?: unknown): CmlError {
  return new CmlError('unreachable', `CML events: ${what}`, { cause });
}

function errorOf(code: number, wasClean: boolean): CmlError | undefined {
  if (code === UNAUTHORIZED) return new CmlError('denied', 'CML events: the token is not taken');
  return wasClean ? undefined : lost(`cut (${code})`);
}

/** One limit at a time: setting the next lifts the one before. */
class Patience {
  readonly #clock: Clock;
  readonly #lost: (what: string) => void;
  #limit = new AbortController();

  constructor(clock: Clock, onLost: (what: string) => void) {
    this.#clock = clock;
    this.#lost = onLost;
  }

  within(ms: number, what: string): void {
    this.#limit.abort();
    this.#limit = new AbortController();
    void this.#wait(this.#limit.signal, { ms, what });
  }

  async #wait(lifted: AbortSignal, { ms, what }: { ms: number; what: string }): Promise<void> {
    await this.#clock.sleep(ms, lifted);
    if (!lifted.aborted) this.#lost(what);
  }

  end(): void {
    this.#limit.abort();
  }
}
