import { hourlyPriceOf } from '@lcm/core/domain/instance-type';
import type { WorkerSpec } from '@lcm/core/domain/worker';

/** A template's spec for another region, dearer or cheaper by as much as the lists of the two differ. */
export function specIn(spec: WorkerSpec, region: string | undefined): WorkerSpec {
  if (region === undefined || region === spec.region) return spec;
  const there = hourlyPriceOf(spec.instanceType, region);
  const here = hourlyPriceOf(spec.instanceType, spec.region);
  if (there === undefined || here === undefined) return { ...spec, region };
  const hourlyCostUsd = Math.round(((spec.hourlyCostUsd * there.usd) / here.usd) * 10_000) / 10_000;
  return { ...spec, region, hourlyCostUsd };
}
