import type { Block } from './time-plan.ts';
import type { CalendarMove } from './use-calendar-drag.ts';

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** Not what the browser or a screen reader has its own use for. */
function isMoveKey({ key, altKey, ctrlKey, metaKey }: Key): boolean {
  return key.toLowerCase() === 'm' && !(altKey || ctrlKey || metaKey);
}

/** From where it is now: what it shall be is asked for then. */
export function moveFrom({ id, slot, session, isMovable }: Block): CalendarMove | undefined {
  const placement = session?.placement;
  if (!isMovable || slot === undefined || placement === undefined) return undefined;
  return { sessionId: id, workerId: placement.workerId, start: slot.from };
}

/** M moves the session that has the focus, for who cannot drag it. */
export function moveByKey(
  event: Key,
  known: ReadonlyMap<string, Block>,
  onMove: ((move: CalendarMove) => void) | undefined,
): void {
  const block = isMoveKey(event) ? known.get(document.activeElement?.getAttribute('data-block') ?? '') : undefined;
  const move = block && moveFrom(block);
  if (move !== undefined) onMove?.(move);
}
