import { SnapshotId } from '@lcm/core/domain/snapshot';
import type { Snapshot } from '../lib/views.ts';
import { aWorker } from './fixtures.ts';

export function aSnapshot(fields: Partial<Snapshot> = {}): Snapshot {
  const { id, name, launch, template, spec } = aWorker();
  const at = '2026-11-21T10:00:00.000Z';
  return {
    id: SnapshotId.parse('snp_1'),
    version: 4,
    worker: {
      id,
      name,
      launch,
      instanceId: 'i-0123456789abcdef0',
      running: true,
      template,
      spec,
      cmlVersion: '2.9.0+build.3',
      labs: 3,
    },
    description: 'before the upgrade to CML 2.10',
    origin: 'by-hand',
    purpose: 'CML 2.10 on Tuesday',
    requestedBy: 'ada',
    requestedAt: at,
    state: 'completed',
    stateSince: at,
    reason: 'the whole disk is copied',
    cloud: {
      id: 'snap-0123456789abcdef0',
      volumeId: 'vol-0123456789abcdef0',
      sizeGiB: 256,
      encrypted: true,
      startedAt: at,
    },
    completedAt: at,
    imageId: 'ami-0123456789abcdef0',
    monthUsd: 12.8,
    ...fields,
  };
}

/** One that is there, one being made, one that failed, and one of a worker that is gone. */
export function fixtureSnapshots(at: (minutes: number) => string): readonly Snapshot[] {
  const complete = aSnapshot({ requestedAt: at(-3000), stateSince: at(-2960) });
  return [
    complete,
    { ...pending(at), percent: 42 },
    aSnapshot({
      id: SnapshotId.parse('snp_3'),
      origin: 'schedule',
      description: '',
      state: 'error',
      reason: 'EC2 refused it: SnapshotLimitExceeded; ask AWS for a higher limit in Service Quotas',
      requestedAt: at(-1500),
      stateSince: at(-1500),
      cloud: undefined,
      imageId: undefined,
      monthUsd: undefined,
    }),
    aSnapshot({
      id: SnapshotId.parse('snp_4'),
      worker: { ...complete.worker, name: 'exam-2025', running: false },
      origin: 'before-termination',
      description: 'the exams of 2025',
      requestedAt: at(-9000),
      stateSince: at(-8900),
    }),
  ];
}

function pending(at: (minutes: number) => string): Snapshot {
  return aSnapshot({
    id: SnapshotId.parse('snp_2'),
    origin: 'schedule',
    description: '',
    state: 'pending',
    reason: 'EC2 is copying the disk',
    requestedAt: at(-8),
    stateSince: at(-8),
    imageId: undefined,
  });
}
