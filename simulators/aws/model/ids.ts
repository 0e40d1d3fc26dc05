import type { Random } from '@lcm/core/kernel';

/** `i-0f3…`: ids of EC2 carry 17 hexadecimal digits. */
export function ec2Id(prefix: string, random: Random): string {
  const digit = (): string => Math.floor(random.next() * 16).toString(16);
  return `${prefix}-0${Array.from({ length: 16 }, digit).join('')}`;
}

export function isWellFormed(prefix: string, id: string): boolean {
  return new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`).test(id);
}
