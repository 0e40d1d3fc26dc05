import { InternalView, InternalViews, OfKind, OfKindAndId, type ViewKind } from '@lcm/core/contracts/control-plane';
import { ok, reject } from '@lcm/core/kernel';
import type { Kind, StateOf } from '../../application/aggregates.ts';
import { unknown } from '../../application/change.ts';
import { encodedView } from '../../application/encoded-view.ts';
import { defineQuery } from '../../application/operation.ts';
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
    return ok({ items: [...encode(views, kind, { changedAfter })], position: views.position, epoch });
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
    return ok({ position, item: encode(views, kind, { id })[0] });
  },
});

/** What crosses to controllers. */
function encode(views: Views, kind: ViewKind, which: Which): readonly unknown[] {
  return pick(views, kind, which).map((item) => encodedView(kind, item));
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
