/** Versions of CML that a lab runs on: from one on, before another, or both. */
export interface CmlVersions {
  readonly from?: string | undefined;
  /** The first that it does not run on any more. */
  readonly below?: string | undefined;
}

/** By their numbers: 2.10 comes after 2.9. What follows those, as in `2.9.1+build.4`, does not count. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  for (let part = 0; part < Math.max(a.length, b.length); part += 1) {
    const difference = (a[part] ?? 0) - (b[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  const [numbers = ''] = /^\d+(\.\d+)*/.exec(version) ?? [];
  return numbers === '' ? [] : numbers.split('.').map(Number);
}

/** Why its CML is none that the lab runs on, in words. A worker whose CML was never seen is trusted. */
export function lackedVersion(
  { cmlVersion }: { readonly cmlVersion?: string | undefined },
  wanted: CmlVersions | undefined,
): string | undefined {
  if (cmlVersion === undefined || wanted === undefined) return undefined;
  const { from, below } = wanted;
  if (from !== undefined && compareVersions(cmlVersion, from) < 0)
    return `its CML is ${cmlVersion}, and the lab needs ${from} or later`;
  if (below !== undefined && compareVersions(cmlVersion, below) >= 0)
    return `its CML is ${cmlVersion}, and the lab needs one before ${below}`;
  return undefined;
}
