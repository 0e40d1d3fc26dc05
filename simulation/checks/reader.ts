import type { LiveFeed } from '@lcm/control-plane-api/application/live-feed';
import { LiveStream } from '@lcm/control-plane-api/http/sse';
import type { Sink } from '@lcm/control-plane-api/http/sse-outbox';
import { snapshotNames } from '@lcm/core/contracts/stream';
import { type Actor, may } from '@lcm/core/domain/access';
import { isClosed } from '@lcm/core/domain/lab';
import { maySeeTask } from '@lcm/core/domain/task';
import { instant } from '@lcm/core/kernel';
import type { Planes } from '../process/planes.ts';
import type { SimWorld } from '../sim-world.ts';
import type { Frames, Message } from './frames.ts';
import { findSecrets } from './secrets.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Far apart, so that a week of them is no work. */
const heartbeatMs = 2 * hour;
const backlogLimit = 200_000;

export interface ReaderOptions {
  readonly world: SimWorld;
  readonly planes: Planes;
  readonly actor: Actor;
  /** What a planted bug makes of the feed. */
  readonly feedOf: (feed: LiveFeed) => LiveFeed;
  /** Shared by all readers of a week. */
  readonly frames: Frames;
}

/**
 * I10 and, for what is shown live, I12: somebody who watches, loses the connection, and comes back with the last id,
 * to any control plane that is there then. Every frame is read as a browser reads it.
 */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #known = new Map<string, number>();
  #lastId: string | undefined;
  /** What happens from then on is not heard before they are connected again. */
  #awaySince = Number.POSITIVE_INFINITY;
  #isSnapshot = false;
  connections = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Watches until `going` says no more, and then stays connected. */
  async watch(going: () => boolean): Promise<void> {
    const { clock, network } = this.#options.world;
    for (;;) {
      const staysMs = going() ? -Math.log(1 - network.next()) * 9 * hour : Number.POSITIVE_INFINITY;
      await this.#connect(staysMs);
      this.#awaySince = Math.min(this.#awaySince, clock.now());
      await clock.sleep(going() ? network.next() ** 3 * hour : minute);
    }
  }

  /** One connection, to its end: we leave, are cut, or the process is gone. */
  async #connect(staysMs: number): Promise<void> {
    const { world, planes, actor, feedOf } = this.#options;
    const { all } = planes;
    const plane = all[Math.floor(world.network.next() * all.length)];
    if (plane?.process.life.state !== 'running') return;
    this.connections += 1;
    this.#awaySince = Number.POSITIVE_INFINITY;
    const over = new AbortController();
    const forget = plane.process.life.onDeath(() => over.abort('it died'));
    const viewer = { actor, expiresAt: instant(Number.MAX_SAFE_INTEGER) };
    const stream = new LiveStream(
      { feed: feedOf(plane.open.state.feed), clock: plane.process.clock, heartbeatMs, backlogLimit },
      { viewer, lastEventId: this.#lastId, workerIds: new Set(), eventTypes: new Set(), recheck: async () => viewer },
      this.#sink(over),
    );
    void stream.run();
    await world.clock.sleep(Math.min(staysMs, 2 ** 40), over.signal);
    forget();
    stream.close();
  }

  #sink(over: AbortController): Sink {
    return {
      write: (text) => {
        if (!over.signal.aborted) this.#read(text);
        return true;
      },
      onDrain: () => undefined,
      end: () => over.abort('ended'),
      destroy: () => over.abort('cut'),
    };
  }

  #read(text: string): void {
    const { id, event, data, message } = this.#options.frames.read(text);
    this.#scan(text);
    if (event === 'connected') this.#isSnapshot = !data.includes('"resumed":true');
    else if (event === 'snapshot.complete') this.#isSnapshot = false;
    // Measurements have no version: they are never sent again, and nothing follows from them.
    else if (message !== undefined) this.#hear(message, event);
    if (id !== undefined) this.#lastId = id;
  }

  #hear({ kind, id, version }: Message, event: string): void {
    const key = `${kind}/${id}`;
    const known = this.#known.get(key);
    this.#known.set(key, version);
    if (known === undefined) return this.#first(key, version);
    const expected = this.#isSnapshot ? version >= known : version === known + 1;
    if (!expected) this.#report('I10', `saw ${key} at ${known}, then by ${event} at ${version}`);
  }

  #first(key: string, version: number): void {
    if (!this.#isSnapshot && version !== 1 && !this.#wasHandedOut(key))
      this.#report('I10', `${key} began for them at ${version}`);
  }

  /** A seat that was its teacher's until somebody was given it. */
  #wasHandedOut(key: string): boolean {
    const session = this.#options.world.auditor.sessions.get(key.slice('session/'.length));
    return session?.cohort !== undefined && session.ownerId !== session.bookedBy;
  }

  /** At the end: what they have seen is what there is, as far as it is theirs to see. */
  check(): void {
    const { auditor } = this.#options.world;
    for (const [stream, version] of auditor.versions) {
      // Whoever connects is not told of labs that are no more, nor how they ended.
      if (this.#isClosedLab(stream) || (auditor.changedAt(stream) ?? 0) >= this.#awaySince) continue;
      const seen = this.#known.get(stream);
      if (this.#mayKnow(stream) ? seen !== version : seen !== undefined) {
        this.#report('I10', `ended with ${stream} at ${seen}, and it is at ${version}`);
      }
    }
  }

  #isClosedLab(stream: string): boolean {
    const [kind, id = ''] = stream.split('/');
    const lab = kind === 'lab' ? this.#options.world.auditor.labs.get(id) : undefined;
    return lab !== undefined && isClosed(lab);
  }

  #mayKnow(stream: string): boolean {
    const { actor, world } = this.#options;
    const [kind = '', id = ''] = stream.split('/');
    if (kind === 'session') return may(actor, 'session:all') || world.auditor.sessions.get(id)?.ownerId === actor.id;
    const task = kind === 'task' ? world.auditor.tasks.get(id) : undefined;
    return task === undefined ? Object.hasOwn(snapshotNames, kind) : maySeeTask(actor, task);
  }

  /** Whatever names a person or a session that is not theirs is one name too many. */
  #scan(text: string): void {
    const { actor, world } = this.#options;
    findSecrets(world.auditor.report, `the stream of ${actor.id}`, text);
    if (may(actor, 'session:all')) return;
    for (const [name] of text.matchAll(names)) {
      if (!this.#isTheirs(name)) this.#report('I12', `was shown ${name}`);
    }
  }

  #isTheirs(name: string): boolean {
    const { actor, world } = this.#options;
    if (name === 'ses_hidden' || name === actor.id || name === actor.name) return true;
    return world.auditor.sessions.get(name)?.ownerId === actor.id;
  }

  #report(invariant: string, what: string): void {
    this.#options.world.auditor.report(invariant, `${this.#options.actor.id} ${what}`);
  }
}

/** Sessions, and people by their ids and names, wherever they stand in a text. */
const names = /\bses_\w+|\bcandidate-\d+|\bCora Candidate \d+/g;
