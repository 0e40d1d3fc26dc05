import { FoundInstanceId } from '@lcm/core/domain/instance';
import type { FoundInstance } from '../lib/views.ts';
import { minutes } from './fixtures.ts';

export function aFoundInstance(changes: Partial<FoundInstance> = {}): FoundInstance {
  return {
    id: FoundInstanceId.parse('ins_1'),
    version: 1,
    region: 'us-east-1',
    instanceId: 'i-0fedcba9876543210',
    status: 'undecided',
    statusSince: minutes(-20),
    reason: 'its image cml-2.9.1-b8-amd64 is named like cml*',
    facts: {
      instanceType: 'm5zn.metal',
      imageId: 'ami-0123456789abcdef0',
      imageName: 'cml-2.9.1-b8-amd64',
      state: 'running',
      publicIp: '203.0.113.99',
      launchedAt: minutes(-3000),
      tags: { Name: 'cml by hand' },
    },
    suspicion: { kind: 'foreign', because: 'its image cml-2.9.1-b8-amd64 is named like cml*' },
    adoptions: 0,
    foundAt: minutes(-20),
    ...changes,
  };
}

/** One that somebody launched by hand, one of ours that nobody remembers, and one whose end is ordered. */
export function foundInstances(at: (minutes: number) => string): readonly FoundInstance[] {
  const orphan = 'it is launch 1 of worker metal-9, which has ended';
  return [
    aFoundInstance({ statusSince: at(-20), foundAt: at(-20) }),
    aFoundInstance({
      id: FoundInstanceId.parse('ins_2'),
      instanceId: 'i-0a1b2c3d4e5f60718',
      statusSince: at(-3),
      foundAt: at(-3),
      reason: orphan,
      suspicion: { kind: 'ours-orphaned', because: orphan },
    }),
    aFoundInstance({
      id: FoundInstanceId.parse('ins_3'),
      instanceId: 'i-0b1b2c3d4e5f60719',
      status: 'terminating',
      reason: 'nobody needs it',
      decidedBy: 'ada',
      statusSince: at(-1),
      foundAt: at(-90),
    }),
  ];
}
