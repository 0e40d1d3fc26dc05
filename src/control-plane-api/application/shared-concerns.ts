import type { Notice } from '@lcm/core/domain/notice';
import type { Session } from '@lcm/core/domain/session';
import {
  type Concern,
  type ConcernLimits,
  deliveryConcerns,
  deliverySubject,
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

/** What a thing waits for together with others, as the stream of that; without one it waits no longer, if it ever did. */
export function sharedStream(
  kind: string,
  state: unknown,
): { readonly subject: SharedSubject; readonly stream?: string | undefined } | undefined {
  if (kind === 'session') {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the views hold states of the kind under the kind
    const { deliveryAway } = state as Session;
    return { subject: deliverySubject, stream: deliveryAway && `${deliverySubject}/${deliveryAway.deployment}` };
  }
  if (kind === 'notice') {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    const { outageSince } = state as Notice;
    return { subject: mailSubject, stream: outageSince && `${mailSubject}/server` };
  }
  return undefined;
}
