import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Span } from './week.ts';

/** Where a stretch of time is wider than its frame, it begins a little before now, not at its start. */
export function useNowInSight(element: RefObject<HTMLElement | null>, { from, until }: Span, now: number): void {
  useEffect(() => {
    const frame = element.current;
    if (frame === null || now < from || now >= until) return;
    const at = ((now - from) / (until - from)) * frame.scrollWidth;
    frame.scrollLeft = Math.max(0, at - frame.clientWidth / 4);
  }, [from, until]);
}
