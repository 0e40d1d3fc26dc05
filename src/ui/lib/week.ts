/** A stretch of time, the half-open [from, until), in milliseconds. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The viewer’s days from today on; one on which the clock is moved is as long as it is. */
export function daysFrom(now: number, count: number): readonly Span[] {
  const today = new Date(now);
  const midnight = (day: number): number =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + day).getTime();
  return Array.from({ length: count }, (_, day) => ({ from: midnight(day), until: midnight(day + 1) }));
}

/** The parts of these that fall into a day, each with what it is a part of. */
export function within<Item extends Span>(
  items: readonly Item[],
  day: Span,
): readonly (Span & { readonly item: Item })[] {
  return items
    .filter(({ from, until }) => from < day.until && until > day.from)
    .map((item) => ({ from: Math.max(item.from, day.from), until: Math.min(item.until, day.until), item }));
}

/** Where a part begins in its day and how long it is, in percent. */
export function placeIn(day: Span, { from, until }: Span): { readonly left: number; readonly width: number } {
  const length = day.until - day.from;
  return { left: ((from - day.from) / length) * 100, width: ((until - from) / length) * 100 };
}

/** Each in the first lane that is free by then, so that none hides another. */
export function inLanes<Item extends Span>(items: readonly Item[]): readonly (readonly Item[])[] {
  const lanes: Item[][] = [];
  for (const item of items.toSorted((a, b) => a.from - b.from)) {
    const free = lanes.find((lane) => (lane.at(-1)?.until ?? 0) <= item.from);
    if (free === undefined) lanes.push([item]);
    else free.push(item);
  }
  return lanes;
}
