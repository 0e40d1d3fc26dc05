import type { Concern, ConcernKind, ConcernLimits, ConcernSubjects } from './concern.ts';
import { concernSources } from './concerns/index.ts';

/** Everything that one thing needs a person for, now or later as it stands. */
export function concernsOf<Kind extends ConcernKind>(
  kind: Kind,
  subject: ConcernSubjects[Kind],
  limits: ConcernLimits,
): readonly Concern[] {
  return concernSources[kind].flatMap((see) => see(subject, limits) ?? []);
}
