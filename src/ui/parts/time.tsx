import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatDistance, formatDuration, formatTime, formatUtc } from '../lib/format.ts';

/** In the viewer's zone, UTC in the tooltip. */
export function Time({ at }: { readonly at: string }): VNode {
  const ms = Date.parse(at);
  // Read without listening: a time changes its form at midnight only, and then something else draws it again.
  const now = useApp().now.peek();
  return (
    <time dateTime={at} title={formatUtc(ms)}>
      {formatTime(ms, now)}
    </time>
  );
}

/** `5 min ago`, `in 2 h`: kept right while it is on screen. */
export function Ago({ at }: { readonly at: string }): VNode {
  const ms = Date.parse(at);
  const now = useApp().now.value;
  return (
    <time dateTime={at} title={`${formatTime(ms, now)} (${formatUtc(ms)})`}>
      {formatDistance(ms, now)}
    </time>
  );
}

/** How long something has been so: coarse, with the instant in the tooltip. */
export function Since({ at }: { readonly at: string }): VNode {
  const ms = Date.parse(at);
  const now = useApp().now.value;
  return (
    <time dateTime={at} title={`since ${formatTime(ms, now)} (${formatUtc(ms)})`} class="text-nowrap">
      {formatDuration(coarse(now - ms))}
    </time>
  );
}

const minuteMs = 60_000;

function coarse(ms: number): number {
  return ms < minuteMs ? ms : Math.floor(ms / minuteMs) * minuteMs;
}

/** What is left until an instant, to the second. */
export function Countdown({ until }: { readonly until: string }): VNode {
  const left = Date.parse(until) - useApp().now.value;
  return (
    <time dateTime={until} title={formatUtc(Date.parse(until))} class="text-nowrap" role="timer">
      {left > 0 ? formatDuration(left) : 'now'}
    </time>
  );
}

/** How long something took, or takes so far. */
export function Elapsed({ from, until }: { readonly from: number; readonly until: number | undefined }): VNode {
  const { now } = useApp();
  return <span class="text-nowrap">{formatDuration((until ?? now.value) - from)}</span>;
}
