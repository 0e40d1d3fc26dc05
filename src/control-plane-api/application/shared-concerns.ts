import type { Notice } from '@lcm/core/domain/notice';
import type { Session } from '@lcm/core/domain/session';
import {
  type Concern,
  type ConcernLimits,
  deliveryConcerns,
  deliverySubject,
  graderConcerns,
  graderSubject,
  mailConcerns,
  mailSubject,
} from '@lcm/core/domain/task';
import type { Views } from './views.ts';

/** What many things have in common and wait for: one task for it, not one for each of them. */
export const sharedConcerns = {
  [deliverySubject]: (views: Views, limits: ConcernLimits): readonly Concern[] =>
    deliveryConcerns(
      views.list('session').map(({ state }) => state),
      limits,
    ),
  [graderSubject]: (views: Views, limits: ConcernLimits): readonly Concern[] =>
    graderConcerns(
      views.list('session').map(({ state }) => state),
      limits,
    ),
  [mailSubject]: (views: Views, limits: ConcernLimits): readonly Concern[] =>
    mailConcerns(
      views.list('notice').map(({ state }) => state),
      limits,
    ),
};

export type SharedSubject = keyof typeof sharedConcerns;

export function isShared(subject: string): subject is SharedSubject {
  return Object.hasOwn(sharedConcerns, subject);
}

interface Waited {
  readonly subject: SharedSubject;
  /** Absent: it waits no longer, if it ever did. */
  readonly stream: string | undefined;
}

/** What a thing waits for together with others, as the streams of that. */
export function sharedStreams(kind: string, state: unknown): readonly Waited[] {
  if (kind === 'session') {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the views hold states of the kind under the kind
    const { deliveryAway, graderAway } = state as Session;
    return [
      { subject: deliverySubject, stream: deliveryAway && `${deliverySubject}/${deliveryAway.deployment}` },
      { subject: graderSubject, stream: graderAway && `${graderSubject}/${graderAway.engine}` },
    ];
  }
  if (kind !== 'notice') return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const { outageSince } = state as Notice;
  return [{ subject: mailSubject, stream: outageSince && `${mailSubject}/server` }];
}
