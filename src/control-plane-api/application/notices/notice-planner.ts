import { failureReceiversOf } from '@lcm/core/domain/definition';
import {
  isMail,
  isOvertaken,
  isQueued,
  type Notice,
  overtakeNotice,
  remindersAt,
  removeNotice,
  toldBy,
} from '@lcm/core/domain/notice';
import { personIdOf, wantsMail } from '@lcm/core/domain/person';
import { isFinal, type Session } from '@lcm/core/domain/session';
import { type Clock, type Instant, ok } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { PublishedCommit, StateStore } from '@lcm/core/ports/state-store';
import * as z from 'zod';
import { notices } from '../aggregates.ts';
import { changeExisting } from '../change.ts';
import { sessionEventsOf } from '../session-events.ts';
import { settingsNow } from '../settings-now.ts';
import type { ChangeOptions, Streams } from '../streams.ts';
import type { Views } from '../views.ts';
import { type News, type Note, notesOf, notesOfTask, type Reach, receiversOf } from './note.ts';

export interface PlannerDeps {
  readonly store: StateStore;
  readonly coordination: Coordination;
  readonly streams: Streams;
  readonly views: Views;
  readonly clock: Clock;
  readonly publicUrl: string;
  /** The ways that there are to tell anybody. */
  readonly ways: Pick<Reach, 'byWebhook' | 'byMail'>;
}

const batch = 500;
const progressKey = '/lcm/noticed';

/** What is heard of later than this is no news: nobody is told today what was yesterday. */
const newsMs = 24 * 3_600_000;
const dayMs = 86_400_000;

const Progress = z.object({ epoch: z.string(), position: z.number() });
type Progress = z.output<typeof Progress>;

/** Who queues and settles notices, in the audit. */
const self = { id: 'service:notices', name: 'Lablet Cloud Manager', roles: [] } as const;

export function asNotices(operation: string, id: string): ChangeOptions {
  return { operation, caller: { actor: self, correlationId: id } };
}

/**
 * Makes notices of commits, in order, at least once. How far it got is a key of the coordination store, and a notice has the
 * same id whoever queues it: after a crash, or when that key is lost, it looks at what it knows once more and adds nothing.
 */
export class NoticePlanner {
  readonly #deps: PlannerDeps;
  #reached: Progress | undefined;

  constructor(deps: PlannerDeps) {
    this.#deps = deps;
  }

  /** Queues what commits have to tell, as far as the views show them. */
  async follow(): Promise<void> {
    const { store, views } = this.#deps;
    const { epoch, position: from } = this.#reached ?? (await this.#progress());
    for (let position = from; ; ) {
      const commits = (await store.published(position, batch)).filter((commit) => commit.position <= views.position);
      const last = commits.at(-1);
      if (last === undefined) return;
      for (const commit of commits) await this.#tell(commit);
      position = last.position;
      await this.#save({ epoch, position });
    }
  }

  /** At what comes with time alone: reminders that are due, and notices that were kept long enough. */
  async look(): Promise<void> {
    await this.#remind();
    await this.#removeOld();
  }

  async #remind(): Promise<void> {
    const { views, clock } = this.#deps;
    const now = clock.now();
    const settings = settingsNow(views);
    const times = {
      startMinutes: settings['notices.startMinutes'],
      endMinutes: settings['notices.endMinutes'],
    };
    for (const { state: session } of views.list('session')) {
      if (isFinal(session)) continue;
      for (const told of remindersAt(session, times, now)) {
        const order = { position: views.position, part: 0 };
        await this.#queue({ told, occurrence: told.occasion, happenedAt: now, order }, session);
      }
    }
  }

  /** Takes back what would mislead, or what nobody wants any more. True when it did. */
  async overtake(notice: Notice): Promise<boolean> {
    const reason = this.#whyNot(notice);
    if (reason === undefined) return false;
    const options = { aggregate: notices, id: notice.id, ...asNotices('OvertakeNotice', notice.id) };
    await changeExisting(this.#deps.streams, options, (state, at) => overtakeNotice(state, reason, at));
    return true;
  }

  #whyNot(notice: Notice): string | undefined {
    const { views, clock } = this.#deps;
    const { to, occasion } = notice;
    const session = notice.session && views.get('session', notice.session.id)?.state;
    if (isOvertaken(notice, session, clock.now())) return 'what it was to remind of has moved, has come or is over';
    const person = isMail(to) && 'person' in to ? views.get('person', personIdOf(to.person)) : undefined;
    if (person === undefined || wantsMail(person.state, occasion)) return undefined;
    return 'its receiver does not want to be told of this by mail any more, or has no address';
  }

  async #removeOld(): Promise<void> {
    const { streams, views, clock } = this.#deps;
    const before = clock.now() - settingsNow(views)['retention.noticesDays'] * dayMs;
    for (const { state } of views.list('notice')) {
      if (isQueued(state) || state.statusSince > before) continue;
      const options = { aggregate: notices, id: state.id, ...asNotices('RemoveNotice', state.id) };
      await changeExisting(streams, options, removeNotice);
    }
  }

  async #tell(commit: PublishedCommit): Promise<void> {
    if (commit.at < this.#deps.clock.now() - newsMs) return;
    const [kind, id = ''] = commit.stream.split('/');
    if (kind === 'session') await this.#tellOfSession(id, commit);
    if (kind === 'task') await this.#tellOfTask(id, commit);
  }

  async #tellOfSession(id: string, commit: PublishedCommit): Promise<void> {
    const session = this.#deps.views.get('session', id)?.state;
    if (session === undefined) return;
    for (const [part, event] of sessionEventsOf(commit).entries()) {
      const told = toldBy(event);
      if (told === undefined) continue;
      const { position, version, at: happenedAt } = commit;
      await this.#queue({ told, occurrence: `${version}/${part}`, happenedAt, order: { position, part } }, session);
    }
  }

  /** Of a task that was raised; what becomes of it its list shows. */
  async #tellOfTask(id: string, { position, events }: PublishedCommit): Promise<void> {
    const { views, publicUrl, ways } = this.#deps;
    const task = views.get('task', id)?.state;
    if (!ways.byMail || task === undefined || !events.some(({ type }) => type === 'TaskCreated')) return;
    const mailboxes = settingsNow(views)['notices.mails'];
    for (const note of notesOfTask(task, { mailboxes, publicUrl }, { position, part: 0 })) await this.#write(note);
  }

  async #queue(news: News, session: Session): Promise<void> {
    const { views, publicUrl, ways } = this.#deps;
    const slug = views.getKnown('definition', session.definition.id)?.state.slug;
    const definitions = views.list('definition').map(({ state }) => state);
    const receivers = receiversOf(session, news.told.occasion, {
      ...ways,
      settings: settingsNow(views),
      person: views.get('person', personIdOf(session.ownerId))?.state,
      slug,
      failureReceivers: slug === undefined ? undefined : failureReceiversOf(slug, definitions)?.receivers,
    });
    for (const note of notesOf(news, session, { receivers, publicUrl })) await this.#write(note);
  }

  async #write({ id, content }: Note): Promise<void> {
    const { streams, views } = this.#deps;
    if (views.isKnown('notice', id)) return;
    await streams.change({ aggregate: notices, id }, asNotices('QueueNotice', id), (notice, at: Instant) =>
      ok(notice === undefined ? [{ type: 'NoticeQueued', id, content, at }] : []),
    );
  }

  /** From the beginning when the key is lost, or of another history. */
  async #progress(): Promise<Progress> {
    const { coordination, store } = this.#deps;
    const { items } = await coordination.list(progressKey);
    const { epoch, position } = await store.head();
    const known = Progress.safeParse(JSON.parse(items[0]?.value ?? 'null')).data;
    this.#reached = known?.epoch === epoch && known.position <= position ? known : { epoch, position: 0 };
    return this.#reached;
  }

  async #save(reached: Progress): Promise<void> {
    await this.#deps.coordination.put(progressKey, JSON.stringify(reached));
    this.#reached = reached;
  }
}
