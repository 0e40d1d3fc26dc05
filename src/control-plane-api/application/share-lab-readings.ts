import { LabReading } from '@lcm/core/contracts/lab-statistics';
import { runFeed } from '@lcm/core/reconcile';
import * as z from 'zod';
import type { CompanionDeps } from './companions.ts';
import type { LabReadings } from './lab-readings.ts';

interface Deps extends Pick<CompanionDeps, 'coordination' | 'clock' | 'replica'> {
  readonly labReadings: LabReadings;
}

const readKey = '/lcm/lab-statistics/read';

const Announcement = z.object({ by: z.string(), readings: z.array(LabReading) });

/**
 * Tells the other control planes what was brought to this one and, until aborted, this one what was brought to others. One
 * that is lost is read again by whoever looks next.
 */
export function shareLabReadings({ labReadings, replica, ...deps }: Deps): (signal: AbortSignal) => Promise<void> {
  labReadings.onTaken((readings) => {
    const value = JSON.stringify(z.encode(Announcement, { by: replica.name, readings: [...readings] }));
    void deps.coordination.put(readKey, value).catch(() => undefined);
  });
  const hear = (value: string): void => {
    const heard = announcementIn(value);
    if (heard !== undefined && heard.by !== replica.name) labReadings.hear(heard.readings);
  };
  const feeding = { ...deps, prefix: readKey, random: replica.random, queue: { add: hear } };
  return async (signal) => runFeed({ ...feeding, keyOf: ({ value }) => value, signal });
}

/** Undefined when the key is gone, or was written by another version. */
function announcementIn(value: string): z.output<typeof Announcement> | undefined {
  try {
    return Announcement.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}
