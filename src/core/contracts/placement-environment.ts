import * as z from 'zod';

const second = 1_000;
const minute = 60 * second;

interface Figures {
  readonly stoppedLeadMs: number;
  readonly newLeadMs: number;
  readonly importMs: number;
  readonly bootFactor: number;
  readonly marginMs: number;
  readonly teardownMs: number;
  readonly confirmWithinMs: number;
}

/** What may be promised and how long things take, by the names of the environment: scheduler and dry runs use the same. */
export function placementEnvironment(defaults: Figures) {
  return z.object({
    LEAD_TIME_STOPPED_MINUTES: duration(minute, defaults.stoppedLeadMs),
    LEAD_TIME_NEW_MINUTES: duration(minute, defaults.newLeadMs),
    LAB_IMPORT_SECONDS: duration(second, defaults.importMs),
    LAB_BOOT_FACTOR: z.coerce.number().nonnegative().default(defaults.bootFactor),
    READY_MARGIN_SECONDS: duration(second, defaults.marginMs),
    TEARDOWN_MINUTES: duration(minute, defaults.teardownMs),
    RESERVATION_CONFIRM_SECONDS: duration(second, defaults.confirmWithinMs),
  });
}

export function placementFigures(read: z.output<ReturnType<typeof placementEnvironment>>): Figures {
  return {
    stoppedLeadMs: read.LEAD_TIME_STOPPED_MINUTES,
    newLeadMs: read.LEAD_TIME_NEW_MINUTES,
    importMs: read.LAB_IMPORT_SECONDS,
    bootFactor: read.LAB_BOOT_FACTOR,
    marginMs: read.READY_MARGIN_SECONDS,
    teardownMs: read.TEARDOWN_MINUTES,
    confirmWithinMs: read.RESERVATION_CONFIRM_SECONDS,
  };
}

/** A length of time in `unitMs`, as milliseconds. */
export function duration(unitMs: number, defaultMs: number): z.ZodType<number> {
  return z.coerce
    .number()
    .nonnegative()
    .default(defaultMs / unitMs)
    .transform((count) => Math.round(count * unitMs));
}
