import type { Instant } from '@lcm/core/kernel';

/** Whether this process knows the time zone. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** `Sat, 21 Nov 2026, 11:00 (Europe/Berlin)` */
export function clockOf(zone: string): (at: Instant) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  });
  return (at) => `${format.format(at)} (${zone})`;
}
