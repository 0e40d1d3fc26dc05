import { instanceTypeOf, listedIn } from './instance-types.ts';

/**
 * What m5d.metal costs an hour in each region, on demand, Linux: how dear a region is against another. Read from the list of
 * the SkyPilot catalogue (catalogs/v5/aws/vms.csv), 2026. Regions that are not here have no price that we know.
 */
const sameHostIn: Readonly<Record<string, number>> = {
  'us-east-1': 5.424,
  'us-east-2': 5.424,
  'us-west-1': 6.384,
  'us-west-2': 5.424,
  'ca-central-1': 6.048,
  'eu-central-1': 6.528,
  'eu-north-1': 5.76,
  'eu-south-1': 6.336,
  'eu-west-1': 6.048,
  'eu-west-2': 6.288,
  'eu-west-3': 6.336,
  'ap-east-1': 7.44,
  'ap-northeast-1': 7.008,
  'ap-northeast-2': 6.672,
  'ap-northeast-3': 7.008,
  'ap-south-1': 5.856,
  'ap-southeast-1': 6.768,
  'ap-southeast-2': 6.816,
  'ap-southeast-3': 6.768,
  'af-south-1': 7.2,
  'me-central-1': 6.653,
  'me-south-1': 6.653,
};

export const pricedRegions: readonly string[] = Object.keys(sameHostIn).toSorted();

/** A gp3 volume's GiB for a month of 30 days, where the table of instance prices is of (Amazon EBS pricing). */
const volumeUsdPerGiBMonth = 0.08;

export interface HourlyPrice {
  readonly usd: number;
  /** Not the region's own list, but that of the table's region by how dear the region is. */
  readonly isEstimate: boolean;
}

/** What an hour of the type costs there by list; undefined when we do not know. */
export function hourlyPriceOf(type: string, region: string): HourlyPrice | undefined {
  const listed = instanceTypeOf(type)?.hourlyUsd;
  const factor = factorOf(region);
  if (listed === undefined || factor === undefined) return undefined;
  return { usd: round(listed * factor), isEstimate: factor !== 1 };
}

/** What a GiB of a worker's volume costs there in a month; undefined when we do not know. */
export function volumePriceOf(region: string): number | undefined {
  const factor = factorOf(region);
  return factor === undefined ? undefined : round(volumeUsdPerGiBMonth * factor);
}

function factorOf(region: string): number | undefined {
  const there = sameHostIn[region];
  const here = sameHostIn[listedIn.region];
  return there === undefined || here === undefined ? undefined : there / here;
}

function round(usd: number): number {
  return Math.round(usd * 10_000) / 10_000;
}
