import type { SnapshotRejection } from '@lcm/core/domain/snapshot';
import { unreachable } from '@lcm/core/kernel';

/** What the domain refuses about snapshots, in words. */
export function snapshotWords(rejection: SnapshotRejection): string {
  switch (rejection.code) {
    case 'snapshot.wrong-state':
      return `A snapshot that is ${rejection.state} cannot be ${rejection.action}d.`;
    case 'snapshot.no-disk':
      return `A worker that is ${rejection.status} has no disk of which a snapshot could be made.`;
    case 'snapshot.under-way':
      return `A snapshot of this worker is being made: ${rejection.snapshotId}. Wait until it is complete.`;
    case 'snapshot.not-of-a-policy':
      return 'Snapshots that people asked for are deleted by people only.';
    case 'snapshot.no-image':
      return 'It is complete, and the image that a worker starts from is being made. Try again in a minute.';
    default:
      return unreachable(rejection);
  }
}
