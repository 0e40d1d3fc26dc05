import type { Instant } from '../../kernel/index.ts';

/** What a lab uses of a worker while it is there. `nodes` are licensed nodes. */
export interface Amounts {
  readonly cpuCores: number;
  readonly memoryMiB: number;
  readonly storageGiB: number;
  readonly nodes: number;
}

export const resources = ['cpuCores', 'memoryMiB', 'storageGiB', 'nodes'] as const;
export type Resource = (typeof resources)[number];

export const nothing: Amounts = { cpuCores: 0, memoryMiB: 0, storageGiB: 0, nodes: 0 };

/** A claim on a worker over the half-open interval [from, until). */
export interface Claim {
  readonly from: Instant;
  readonly until: Instant;
  readonly amounts: Amounts;
}

export function plus(a: Amounts, b: Amounts): Amounts {
  return {
    cpuCores: a.cpuCores + b.cpuCores,
    memoryMiB: a.memoryMiB + b.memoryMiB,
    storageGiB: a.storageGiB + b.storageGiB,
    nodes: a.nodes + b.nodes,
  };
}

/** Of each resource the more. */
export function highest(a: Amounts, b: Amounts): Amounts {
  return {
    cpuCores: Math.max(a.cpuCores, b.cpuCores),
    memoryMiB: Math.max(a.memoryMiB, b.memoryMiB),
    storageGiB: Math.max(a.storageGiB, b.storageGiB),
    nodes: Math.max(a.nodes, b.nodes),
  };
}

/**
 * The most that is claimed of each resource at any one instant of [from, until). Exact: usage only rises where a claim
 * begins, so those instants and the window's own start are all that need looking at.
 */
export function peakUsage(claims: readonly Claim[], from: Instant, until: Instant): Amounts {
  const within = claims.filter((claim) => claim.from < until && claim.until > from);
  let peak = nothing;
  for (const at of [from, ...within.map((claim) => claim.from)]) {
    if (at < from) continue;
    peak = highest(peak, usageAt(within, at));
  }
  return peak;
}

export function usageAt(claims: readonly Claim[], at: Instant): Amounts {
  return claims.reduce(
    (sum, { from, until, amounts }) => (from <= at && at < until ? plus(sum, amounts) : sum),
    nothing,
  );
}

/** By how much each resource falls short; empty when everything fits. */
export function shortages(capacity: Amounts, used: Amounts, wanted: Amounts): Partial<Record<Resource, number>> {
  const short: Partial<Record<Resource, number>> = {};
  for (const resource of resources) {
    const missing = used[resource] + wanted[resource] - capacity[resource];
    if (missing > 0) short[resource] = missing;
  }
  return short;
}
