import {
  controllerViews,
  InternalView,
  InternalViews,
  OfKind,
  OfKindAndId,
  type ViewKind,
} from '@lcm/core/contracts/control-plane';
import { ok, reject } from '@lcm/core/kernel';
import * as z from 'zod';
import type { Kind, StateOf } from '../../application/aggregates.ts';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Item, Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly epoch: string;
}

export const listViews = defineQuery({
  name: 'ListViews',
  summary: 'Everything of one kind, for controllers',
  allow: 'state:read',
  input: OfKind,
  output: InternalViews,
  async handle({ kind, changedAfter }, _caller, { views, epoch }: Deps) {
    return ok({ items: [...encode[kind](views, { changedAfter })], position: views.position, epoch });
  },
});

export const getView = defineQuery({
  name: 'GetView',
  summary: 'One thing of a kind, for controllers',
  allow: 'state:read',
  input: OfKindAndId,
  output: InternalView,
  async handle({ kind, id, knownPosition }, _caller, { views }: Deps) {
    const position = views.get(kind, id)?.position;
    if (position === undefined) return reject(unknown(kind, id));
    if (position === knownPosition) return ok({ position });
    return ok({ position, item: encode[kind](views, { id })[0] });
  },
});

/** What crosses to controllers, by kind: each through the schema that the other side reads it with. */
const encode = {
  worker: (views: Views, which: Which) =>
    pick(views, 'worker', which).map(encoder((item) => z.encode(controllerViews.worker, viewOf.worker(item)))),
  session: (views: Views, which: Which) =>
    pick(views, 'session', which).map(encoder((item) => z.encode(controllerViews.session, viewOf.session(item)))),
  definition: (views: Views, which: Which) =>
    pick(views, 'definition', which).map(
      encoder((item) => z.encode(controllerViews.definition, viewOf.definition(item))),
    ),
  template: (views: Views, which: Which) =>
    pick(views, 'template', which).map(encoder((item) => z.encode(controllerViews.template, viewOf.template(item)))),
  inbox: (views: Views, which: Which) =>
    pick(views, 'inbox', which).map(encoder((item) => z.encode(controllerViews.inbox, viewOf.inbox(item)))),
  instance: (views: Views, which: Which) =>
    pick(views, 'instance', which).map(encoder((item) => z.encode(controllerViews.instance, viewOf.instance(item)))),
  lab: (views: Views, which: Which) =>
    pick(views, 'lab', which).map(encoder((item) => z.encode(controllerViews.lab, viewOf.lab(item)))),
  job: (views: Views, which: Which) =>
    pick(views, 'job', which).map(encoder((item) => z.encode(controllerViews.job, viewOf.job(item)))),
  settings: (views: Views, which: Which) =>
    pick(views, 'settings', which).map(encoder((item) => z.encode(controllerViews.settings, viewOf.settings(item)))),
  task: (views: Views, which: Which) =>
    pick(views, 'task', which).map(encoder((item) => z.encode(controllerViews.task, viewOf.task(item)))),
  snapshot: (views: Views, which: Which) =>
    pick(views, 'snapshot', which).map(encoder((item) => z.encode(controllerViews.snapshot, viewOf.snapshot(item)))),
} as const satisfies Record<ViewKind, (views: Views, which: Which) => readonly unknown[]>;

/** Items never change, and several controllers ask for each when it is new; only the last ones asked for are kept. */
const encoded = new Map<object, unknown>();
const encodedAtMost = 2_000;

function encoder<One extends object>(encodeItem: (item: One) => unknown): (item: One) => unknown {
  return (item) => {
    const known = encoded.get(item) ?? encodeItem(item);
    encoded.delete(item);
    encoded.set(item, known);
    const oldest = encoded.size > encodedAtMost ? encoded.keys().next().value : undefined;
    if (oldest !== undefined) encoded.delete(oldest);
    return known;
  };
}

interface Which {
  readonly id?: string;
  readonly changedAfter?: number;
}

function pick<K extends Kind>(views: Views, kind: K, { id, changedAfter = 0 }: Which): readonly Item<StateOf[K]>[] {
  if (id === undefined) {
    // Who asks for all that is there has nothing to forget.
    const gone = changedAfter === 0 ? [] : views.listGone(kind);
    return [...views.list(kind), ...gone].filter(({ position }) => position > changedAfter);
  }
  const item = views.get(kind, id);
  return item ? [item] : [];
}
