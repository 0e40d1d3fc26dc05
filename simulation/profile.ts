import { type Parts, partsOf } from './parts.ts';

const minute = 60_000;

export const profileNames = ['week', 'month'] as const;
export type ProfileName = (typeof profileNames)[number];

/** What a run is like: who books when, what else there is, and how much goes wrong. */
export interface Profile {
  readonly name: ProfileName;
  /** How long people book and things go wrong. */
  readonly days: number;
  readonly parts: Parts;
  /** How much goes wrong between and in our processes, and by the world's own misfortunes; a week is 1. */
  readonly roughness: number;
  readonly leaseTtlMs: number;
}

/**
 * A week is as rough as can be: everything goes wrong in it many times, and few sessions come off well. Its leases are long, so
 * that renewing them is no work; time-outs and pauses are long in step with that.
 *
 * A month of exams is what an installation has that is looked after: bookings by weekday and hour, most of them made days before,
 * classes, and trouble now and then. Leases are short enough for a lead to be no more than the margin that labs are given.
 */
export function profileOf(
  name: ProfileName,
  { seed, days }: { readonly seed: number; readonly days?: number | undefined },
): Profile {
  if (name === 'week') return { name, days: days ?? 7, parts: partsOf(seed), roughness: 1, leaseTtlMs: 15 * minute };
  const parts = {
    west: seed % 2 === 0,
    strangers: false,
    plans: true,
    classes: true,
    changes: true,
    gradedOutside: seed % 2 === 0,
    warm: false,
  };
  return { name, days: days ?? 30, parts, roughness: 0.08, leaseTtlMs: 2 * minute };
}
