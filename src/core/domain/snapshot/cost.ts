/**
 * USD for a GiB-month of the standard tier, as commonly quoted for us-east-1 and not looked up since: what counts stands at
 * https://aws.amazon.com/ebs/pricing/. An upper bound for planning, no bill.
 */
const gibMonthUsd = 0.05;

/**
 * What it costs a month at most: as if every block of the disk was written and no other snapshot shared any of them. EC2
 * bills what is written, and of a later snapshot of the same disk only what changed.
 */
export function snapshotMonthUsd(sizeGiB: number): number {
  return Math.round(sizeGiB * gibMonthUsd * 100) / 100;
}
