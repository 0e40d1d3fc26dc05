import type { Notice } from './views.ts';

export function newestNoticesFirst(notices: readonly Notice[]): readonly Notice[] {
  return notices.toSorted(
    (a, b) => Date.parse(b.queuedAt) - Date.parse(a.queuedAt) || b.order.position - a.order.position,
  );
}

export function noticesOf(notices: readonly Notice[], sessionId: string): readonly Notice[] {
  return newestNoticesFirst(notices.filter(({ session }) => session?.id === sessionId));
}
