import { formatClock, formatDay } from './format.ts';
import type { Span } from './week.ts';

const hourMs = 3_600_000;

/** From the nearest to the farthest: how many hours, and how far the marks on the scale are apart. */
export const zooms = {
  hours: { label: '6 hours', hours: 6, markHours: 1 },
  day: { label: 'Day', hours: 24, markHours: 3 },
  days: { label: '3 days', hours: 72, markHours: 12 },
  week: { label: 'Week', hours: 168, markHours: 24 },
  weeks: { label: '4 weeks', hours: 672, markHours: 96 },
} as const;

export type Zoom = keyof typeof zooms;

export const zoomNames = ['hours', 'day', 'days', 'week', 'weeks'] as const satisfies readonly Zoom[];

export function zoomOf(text: string | null): Zoom {
  return zoomNames.find((name) => name === text) ?? 'day';
}

/** The next nearer or farther one; the same at the end. */
export function zoomedBy(zoom: Zoom, step: 1 | -1): Zoom {
  return zoomNames[zoomNames.indexOf(zoom) + step] ?? zoom;
}

/** An instant by the viewer’s clock so many hours after the midnight before `at`: also on days on which the clock is moved. */
function hoursAfterMidnight(at: number, hours: number): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours).getTime();
}

/** An instant so many hours after another: hours of the clock on the wall where days are shown, real ones where hours are. */
function hoursAfter(zoom: Zoom, from: number, hours: number): number {
  return zoom === 'hours' ? from + hours * hourMs : hoursAfterMidnight(from, hours);
}

/** What is shown: whole days from the day of an instant on, or the hours around it. */
export function spanAt(zoom: Zoom, at: number): Span {
  const sinceHour = new Date(at).getMinutes() * 60_000 + (at % 60_000);
  const from = zoom === 'hours' ? at - sinceHour : hoursAfterMidnight(at, 0);
  return { from, until: hoursAfter(zoom, from, zooms[zoom].hours) };
}

/** What comes before or after it, as long as itself. */
export function shifted(zoom: Zoom, { from }: Span, step: 1 | -1): number {
  return hoursAfter(zoom, from, step * zooms[zoom].hours);
}

export interface Mark {
  readonly at: number;
  readonly label: string;
}

/** The scale: days by name, hours in between by the clock. */
export function marksOf(zoom: Zoom, { from, until }: Span): readonly Mark[] {
  const { hours, markHours } = zooms[zoom];
  return Array.from({ length: hours / markHours }, (_, index) => {
    const at = hoursAfter(zoom, from, index * markHours);
    return { at, label: new Date(at).getHours() === 0 ? formatDay(at) : formatClock(at) };
  }).filter(({ at }) => at >= from && at < until);
}

export interface Rows {
  readonly first: number;
  /** Not shown any more. */
  readonly end: number;
  /** Where each row begins, and where the last one ends. */
  readonly tops: readonly number[];
}

/** Which rows of these heights are in view, with some more around them so that scrolling shows no gaps. */
export function rowsInView(heights: readonly number[], view: { readonly top: number; readonly height: number }): Rows {
  const tops = [0];
  for (const height of heights) tops.push((tops.at(-1) ?? 0) + height);
  const first = tops.findIndex((top, index) => top + (heights[index] ?? 0) >= view.top - around);
  const end = tops.findIndex((top) => top > view.top + view.height + around);
  return {
    first: Math.max(0, first),
    end: end === -1 ? heights.length : Math.min(end, heights.length),
    tops,
  };
}

const around = 300;
const snapMs = hourMs / 12;

export interface Drop {
  /** Where on the track, from 0 at its left to 1 at its right. */
  readonly at: number;
  /** How long after its start it was grabbed. */
  readonly grabbedMs: number;
}

/** When something would begin that is dropped on a track: on the five minutes. */
export function droppedAt({ from, until }: Span, { at, grabbedMs }: Drop): number {
  return Math.round((from + at * (until - from) - grabbedMs) / snapMs) * snapMs;
}
