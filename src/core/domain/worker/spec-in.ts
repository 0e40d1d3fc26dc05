import { hourlyPriceOf } from '../instance-type/index.ts';
import type { WorkerSpec } from './worker.ts';

/**
 * A template's spec for another region: dearer or cheaper by as much as the lists of the two differ, and without its
 * zones, which that region does not have.
 */
export function specIn(spec: WorkerSpec, region: string | undefined): WorkerSpec {
  if (region === undefined || region === spec.region) return spec;
  const { zones: _, ...rest } = spec;
  const there = hourlyPriceOf(spec.instanceType, region);
  const here = hourlyPriceOf(spec.instanceType, spec.region);
  if (there === undefined || here === undefined) return { ...rest, region };
  const hourlyCostUsd = Math.round(((spec.hourlyCostUsd * there.usd) / here.usd) * 10_000) / 10_000;
  return { ...rest, region, hourlyCostUsd };
}
