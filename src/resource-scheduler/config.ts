import { defaultPlacementSettings } from '@lcm/core/placement';
import * as z from 'zod';
import type { FleetSettings } from './schedule/plan-fleet.ts';

const minute = 60_000;
const second = 1_000;

function duration(unitMs: number, defaultMs: number): z.ZodType<number> {
  return z.coerce
    .number()
    .nonnegative()
    .default(defaultMs / unitMs)
    .transform((count) => Math.round(count * unitMs));
}

const defaults = defaultPlacementSettings;

/** What may be promised and how long things take: the control plane answers dry runs with the same figures. */
export const SchedulerEnvironment = z.object({
  LEAD_TIME_STOPPED_MINUTES: duration(minute, defaults.stoppedLeadMs),
  LEAD_TIME_NEW_MINUTES: duration(minute, defaults.newLeadMs),
  LAB_IMPORT_SECONDS: duration(second, defaults.importMs),
  LAB_BOOT_FACTOR: z.coerce.number().nonnegative().default(defaults.bootFactor),
  READY_MARGIN_SECONDS: duration(second, defaults.marginMs),
  TEARDOWN_MINUTES: duration(minute, defaults.teardownMs),
  WORKER_CEILING_PER_REGION: z.coerce.number().int().nonnegative().default(defaults.ceilingPerRegion),
  RESERVATION_CONFIRM_SECONDS: duration(second, defaults.confirmWithinMs),
  WORKER_IDLE_TIMEOUT_MINUTES: duration(minute, 60 * minute),
});

/** @throws ZodError that names every variable at fault at once */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): FleetSettings {
  const read = SchedulerEnvironment.parse(environment);
  return {
    stoppedLeadMs: read.LEAD_TIME_STOPPED_MINUTES,
    newLeadMs: read.LEAD_TIME_NEW_MINUTES,
    importMs: read.LAB_IMPORT_SECONDS,
    bootFactor: read.LAB_BOOT_FACTOR,
    marginMs: read.READY_MARGIN_SECONDS,
    teardownMs: read.TEARDOWN_MINUTES,
    ceilingPerRegion: read.WORKER_CEILING_PER_REGION,
    confirmWithinMs: read.RESERVATION_CONFIRM_SECONDS,
    idleMs: read.WORKER_IDLE_TIMEOUT_MINUTES,
  };
}
