import { type Instant, type Random, toIso, uuid } from '@lcm/core/kernel';
import type { Part } from './state.ts';

/** CloudEvents 1.0, structured mode. */
export interface News {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: 'assessment.grading.completed.v1' | 'assessment.grading.failed.v1';
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

interface Told {
  readonly random: Random;
  readonly at: Instant;
}

/** That a grading is done, or came to grief; whoever wants the points asks for them. */
export function newsOf(sessionId: string, { status, statusReason }: Part, { random, at }: Told): News {
  const isFaulted = status === 'faulted';
  const failure = { error_code: 'grading-faulted', error_message: statusReason, retry_possible: true, retry_count: 0 };
  return {
    specversion: '1.0',
    id: uuid(random),
    source: '/grading-engine/simulator',
    type: isFaulted ? 'assessment.grading.failed.v1' : 'assessment.grading.completed.v1',
    subject: sessionId,
    time: toIso(at),
    datacontenttype: 'application/json',
    data: { grading_id: sessionId, ...(isFaulted ? failure : { graded_at: toIso(at) }) },
  };
}
