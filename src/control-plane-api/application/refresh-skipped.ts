import { refreshSkippedEventName } from '@lcm/core/contracts/stream';
import { RefreshAnswer } from '@lcm/core/contracts/worker-looks';
import type { WorkerId } from '@lcm/core/domain/worker';
import * as z from 'zod';
import type { LiveItem } from './live-feed.ts';

/** For those who watch the worker now. */
export function refreshSkippedMessage(workerId: WorkerId, answer: RefreshAnswer): Omit<LiveItem, 'id'> {
  return {
    event: refreshSkippedEventName,
    subject: { kind: 'worker', id: workerId },
    workerId,
    data: { workerId, ...z.encode(RefreshAnswer, answer) },
    audience: { permission: 'worker:read' },
  };
}
