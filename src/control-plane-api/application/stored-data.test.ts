import { readFileSync } from 'node:fs';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { controllerViews } from '@lcm/core/contracts/control-plane';
import { streamNames } from '@lcm/core/contracts/stream';
import type { ContentEvent } from '@lcm/core/domain/content';
import type { ElectionEvent } from '@lcm/core/domain/election';
import type { InboxEvent } from '@lcm/core/domain/inbox';
import type { PersonEvent } from '@lcm/core/domain/person';
import type { UseEvent } from '@lcm/core/domain/use';
import type { Commit } from '@lcm/core/ports/state-store';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { CommitLog } from './commit-log.ts';
import { viewOf } from './view-of.ts';
import { Views } from './views.ts';

/**
 * One commit of every event type as version 1 stores it. Lines are added, never changed: what a running installation has
 * on its disk must be read by every later version.
 */
const stored = new URL('./fixtures/commits-v1.json', import.meta.url);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the store itself reads its rows
const commits = JSON.parse(readFileSync(stored, 'utf8')) as readonly Commit[];

const inboxTypes = { CloudEventReceived: true, CloudEventHandled: true } satisfies Record<InboxEvent['type'], true>;
const personTypes = { PersonKnown: true, PersonWishesChanged: true } satisfies Record<PersonEvent['type'], true>;
const electionTypes = { LeaderAskedToResign: true } satisfies Record<ElectionEvent['type'], true>;
const useTypes = { UseObserved: true } satisfies Record<UseEvent['type'], true>;
const contentTypes = { ContentRead: true, ContentUnreachable: true } satisfies Record<ContentEvent['type'], true>;

test('every type of event has a line among what is stored today', () => {
  const known = new Set(commits.flatMap(({ events }) => events.map(({ type }) => type)));
  const types = [streamNames, inboxTypes, contentTypes, useTypes, personTypes, electionTypes].flatMap((names) =>
    Object.keys(names),
  );
  expect(types.filter((type) => !known.has(type))).toEqual([]);
});

test('what is stored today is read as it always was, and every reader can be told of it', async () => {
  const store = new MemoryStateStore();
  for (const commit of commits) await store.append(commit);
  const log = new CommitLog(store, 1);
  const views = new Views(log);
  await log.catchUp();
  const shown = {
    worker: views.list('worker').map((item) => z.encode(controllerViews.worker, viewOf.worker(item))),
    session: views.list('session').map((item) => z.encode(controllerViews.session, viewOf.session(item))),
    definition: views.list('definition').map((item) => z.encode(controllerViews.definition, viewOf.definition(item))),
    template: views.list('template').map((item) => z.encode(controllerViews.template, viewOf.template(item))),
    settings: views.list('settings').map((item) => z.encode(controllerViews.settings, viewOf.settings(item))),
    instance: views.list('instance').map((item) => z.encode(controllerViews.instance, viewOf.instance(item))),
    lab: views.list('lab').map((item) => z.encode(controllerViews.lab, viewOf.lab(item))),
    job: views.list('job').map((item) => z.encode(controllerViews.job, viewOf.job(item))),
    inbox: views.list('inbox').map((item) => z.encode(controllerViews.inbox, viewOf.inbox(item))),
    snapshot: views.list('snapshot').map((item) => z.encode(controllerViews.snapshot, viewOf.snapshot(item))),
    notice: views.list('notice').map((item) => z.encode(controllerViews.notice, viewOf.notice(item))),
    election: views.list('election').map((item) => z.encode(controllerViews.election, viewOf.election(item))),
    person: views.list('person').map((item) => z.encode(controllerViews.person, viewOf.person(item))),
    task: views.list('task').map((item) => z.encode(controllerViews.task, viewOf.task(item))),
    content: views.list('content').map((item) => z.encode(controllerViews.content, viewOf.content(item))),
    use: views.list('use').map((item) => z.encode(controllerViews.use, viewOf.use(item))),
  };
  for (const [kind, items] of Object.entries(shown)) expect([kind, items.length]).not.toEqual([kind, 0]);
  await expect(`${JSON.stringify(shown, null, 2)}\n`).toMatchFileSnapshot('./fixtures/views-v1.json');
});
