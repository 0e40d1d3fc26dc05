import type { FoundInstance } from '@lcm/core/domain/instance';
import type { Session } from '@lcm/core/domain/session';
import type { Worker } from '@lcm/core/domain/worker';
import type { PublishedCommit } from '@lcm/core/ports/state-store';
import type { Auditor } from './auditor.ts';

/** Something that a caller was told is done. */
export interface Acknowledged {
  readonly operation: string;
  readonly correlationId: string;
  readonly input: object;
  readonly body: unknown;
  /** What it was about, at the moment when they were told. */
  readonly subject: Subject;
}

export interface Subject {
  readonly worker?: Worker | undefined;
  readonly session?: Session | undefined;
  readonly found?: FoundInstance | undefined;
}

export interface Evidence {
  readonly acknowledged: Acknowledged;
  /** What was committed because of this very call. */
  readonly commits: readonly PublishedCommit[];
  readonly auditor: Auditor;
}
