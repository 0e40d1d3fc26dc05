/**
 * USD for a GiB-month of the standard tier in us-east-1 (https://aws.amazon.com/ebs/pricing/, read 2026-08); elsewhere it is
 * a little more.
 */
const gibMonthUsd = 0.05;

/**
 * What it costs a month at most: as if every block of the disk was written and no other snapshot shared any of them. EC2
 * bills what is written, and of a later snapshot of the same disk only what changed.
 */
export function snapshotMonthUsd(sizeGiB: number): number {
  return Math.round(sizeGiB * gibMonthUsd * 100) / 100;
}
