import type { Random } from '@lcm/core/kernel';
import type { Courses } from './course.ts';
import type { Disks } from './disks.ts';
import type { Effects } from './effects.ts';
import type { FaultPlan } from './faults.ts';
import type { InstanceStore } from './instance-store.ts';
import type { Ec2Settings } from './settings.ts';

/** What the parts of the model share. */
export interface Ec2Context {
  readonly now: () => number;
  readonly random: Random;
  readonly settings: Ec2Settings;
  readonly faults: FaultPlan;
  readonly courses: Courses;
  readonly instances: InstanceStore;
  readonly effects: Effects;
  readonly disks: Disks;
  /** From when on Describe calls see what is written now. */
  readonly visibleFrom: (action: string, region: string) => number;
  /** The public address of the next start. */
  readonly nextAddress: () => string;
}

/** EC2 tells times in whole seconds. */
export function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
