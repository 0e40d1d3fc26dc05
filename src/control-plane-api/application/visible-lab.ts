import type { Actor } from '@lcm/core/domain/access';
import { type LabRecord, maySeeLab } from '@lcm/core/domain/lab';
import { ok, type Result, reject } from '@lcm/core/kernel';
import { unknown } from './change.ts';
import type { Rejection } from './operation.ts';
import type { Item, Views } from './views.ts';

/** A lab as it is published, for whoever may see it: for all others there is no such lab. */
export function visibleLab(
  id: string,
  { actor, views }: { readonly actor: Actor; readonly views: Views },
): Result<Item<LabRecord>, Rejection> {
  const item = views.get('lab', id);
  return item !== undefined && maySeeLab(actor, item.state) ? ok(item) : reject(unknown('lab', id));
}
