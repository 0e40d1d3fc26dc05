import { z } from 'zod';
import { type Seen, shelved } from './shelf.ts';

export const StoredSnapshot = z.strictObject({
  ...shelved,
  volumeId: z.string(),
  sizeGiB: z.number(),
  encrypted: z.boolean(),
  description: z.string(),
  startedAt: z.number(),
  /** When it is over, well or not. */
  endsAt: z.number(),
  fails: z.boolean(),
  /** The name of the image that its disk began as. */
  lineage: z.string().optional(),
});
export type StoredSnapshot = Readonly<z.infer<typeof StoredSnapshot>>;

export interface Ec2Snapshot extends Seen<StoredSnapshot> {
  readonly state: 'pending' | 'completed' | 'error';
  readonly percent: number;
}

/** What it is follows from the time at which one looks. */
export function lookAtSnapshot(snapshot: Seen<StoredSnapshot>, now: number): Ec2Snapshot {
  const { startedAt, endsAt, fails } = snapshot;
  const share = Math.min(1, Math.max(0, (now - startedAt) / Math.max(1, endsAt - startedAt)));
  if (now < endsAt) return { ...snapshot, state: 'pending', percent: Math.min(99, Math.floor(share * 100)) };
  return fails ? { ...snapshot, state: 'error', percent: 0 } : { ...snapshot, state: 'completed', percent: 100 };
}

export const StoredImage = z.strictObject({
  ...shelved,
  name: z.string(),
  description: z.string(),
  createdAt: z.string(),
  sizeGiB: z.number(),
  rootDevice: z.string(),
  snapshotId: z.string(),
  encrypted: z.boolean(),
  lineage: z.string().optional(),
});
export type StoredImage = Readonly<z.infer<typeof StoredImage>>;
