import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { FolderContentSource } from '@lcm/core/adapters/content-source/folder-content-source';
import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { BookSession, bookingExample } from '@lcm/core/contracts/session';
import { FakeClock } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { syncContent } from './sync-content.ts';

test('the booking that the API’s document shows is of a definition that the demo has', async () => {
  const clock = new FakeClock();
  const controlPlane = new MemoryControlPlane(clock);
  await syncContent({
    clock,
    source: new FolderContentSource(new URL('../../../content', import.meta.url).pathname),
    blobs: new MemoryBlobs(),
    controlPlane,
    leadership: { fence: () => ({ election: 'lablet-controller', token: 1 }), mayAct: () => true },
  });
  const contents = [...controlPlane.definitions.values()];
  const shown = BookSession.parse(bookingExample);
  const content = contents.find(({ packageHash }) => shown.definitionId === `def_${packageHash.slice(0, 16)}`);
  expect(content?.maxDurationMinutes).toBeGreaterThanOrEqual(shown.durationMinutes ?? 0);
});
