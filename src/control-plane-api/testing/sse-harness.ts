import type { Actor } from '@lcm/core/domain/access';
import { FakeClock, instant } from '@lcm/core/kernel';
import type { LiveFeed, LiveItem } from '../application/live-feed.ts';
import { LiveStream, type StreamEnd, type StreamRequest, type Viewer } from '../http/sse.ts';
import type { Sink } from '../http/sse-outbox.ts';
import { MemoryFeed } from './memory-feed.ts';

export const manager: Actor = { id: 'manager', name: 'Manager', roles: ['manager'] };
export const user: Actor = { id: 'user', name: 'User', roles: ['user'] };
export const farOff = instant(1e12);

export interface Received {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

/** A reader with a socket that holds `capacity` messages until it reads. */
export class FakeReader implements Sink {
  readonly received: Received[] = [];
  capacity = Number.POSITIVE_INFINITY;
  ended: 'no' | 'ended' | 'destroyed' = 'no';
  #buffer: string[] = [];
  #drained: () => void = () => undefined;

  write(text: string): boolean {
    this.#buffer.push(text);
    if (this.#buffer.length >= this.capacity) return false;
    this.#take();
    return true;
  }

  /** Reads everything that is in the socket. */
  read(): void {
    this.#take();
    this.#drained();
  }

  onDrain(listener: () => void): void {
    this.#drained = listener;
  }

  end(): void {
    this.ended = 'ended';
  }

  destroy(): void {
    this.ended = 'destroyed';
  }

  get lastEventId(): string | undefined {
    return this.received.findLast(({ id }) => id !== undefined)?.id;
  }

  names(): readonly string[] {
    return this.received.map(({ event }) => event);
  }

  #take(): void {
    for (const text of this.#buffer.splice(0)) this.received.push(parse(text));
  }
}

function parse(text: string): Received {
  const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
  return { event: field('event') ?? '', id: field('id'), data: JSON.parse(field('data') ?? '{}') };
}

export function workerChange(id: string, version: number, more: Partial<LiveItem> = {}): Omit<LiveItem, 'id'> {
  return {
    event: 'worker.status.updated',
    subject: { kind: 'worker', id },
    data: { id, version },
    audience: { permission: 'worker:read' },
    ...more,
  };
}

export function sessionChange(id: string, owner: string): Omit<LiveItem, 'id'> {
  return {
    event: 'lablet.session.updated',
    subject: { kind: 'session', id },
    data: { id },
    audience: { permission: 'session:all', owner },
  };
}

export function world(memory = 5, feed = new MemoryFeed(memory)) {
  return { feed, ...readersOf(feed) };
}

/** Connects readers to a feed. */
export function readersOf(feed: LiveFeed) {
  const clock = new FakeClock();
  const deps = { feed, clock, heartbeatMs: 30_000, backlogLimit: 500 };
  const connect = (more: Partial<StreamRequest> & { reader?: FakeReader } = {}) => {
    const reader = more.reader ?? new FakeReader();
    const viewer: Viewer = more.viewer ?? { actor: manager, expiresAt: farOff };
    const request = {
      workerIds: new Set<string>(),
      eventTypes: new Set<string>(),
      recheck: async () => viewer,
      ...more,
      viewer,
    };
    const stream = new LiveStream(deps, request, reader);
    const over: Promise<StreamEnd> = stream.run();
    return { reader, stream, over };
  };
  return { clock, connect };
}

export async function down(): Promise<never> {
  throw new Error('down');
}

/** Lets what the stepped clock has woken run to its next wait. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
