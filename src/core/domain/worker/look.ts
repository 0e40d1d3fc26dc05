import type { Instant } from '../../kernel/index.ts';

/**
 * What one can have done to a worker at once: a refresh reads everything there is to know of it, a sync has its controller
 * compare what is wanted with what is there.
 */
export const lookKinds = ['refresh', 'sync'] as const;
export type LookKind = (typeof lookKinds)[number];

export interface Look {
  readonly requestedAt: Instant;
  readonly requestedBy: string;
  /** Absent while it is under way. */
  readonly completedAt?: Instant | undefined;
  readonly found?: string | undefined;
}

/** The newest of each kind. */
export type Looks = { readonly [Kind in LookKind]?: Look | undefined };
