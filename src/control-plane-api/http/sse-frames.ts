import type { LiveItem } from '../application/live-feed.ts';

interface Frames {
  plain?: string;
  withId?: string;
}

const made = new WeakMap<LiveItem, Frames>();

/** The item as it goes over the wire: made once, however many readers there are. */
export function itemFrame(item: LiveItem, withId: boolean): string {
  const frames = made.get(item) ?? {};
  made.set(item, frames);
  if (withId && item.id !== undefined) return (frames.withId ??= frame(item.event, item.data, item.id));
  return (frames.plain ??= frame(item.event, item.data));
}

export function frame(event: string, data: object, id?: string): string {
  const name = id === undefined || id === '' ? '' : `id: ${id}\n`;
  return `${name}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Whether `id` comes after `last`. Another epoch has its own order: what comes from there is always news. */
export function isAfter(id: string, last: string): boolean {
  const [epoch, position] = split(id);
  const [lastEpoch, lastPosition] = split(last);
  return epoch !== lastEpoch || position > lastPosition;
}

function split(id: string): readonly [string, number] {
  const colon = id.lastIndexOf(':');
  return [id.slice(0, colon), Number(id.slice(colon + 1))];
}
