import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { droppedAt } from './calendar.ts';
import type { CalendarPlace } from './session-move.ts';
import type { Block } from './time-plan.ts';
import type { Span } from './week.ts';

/** Where a session was put that is not being prepared yet. */
export interface CalendarMove extends CalendarPlace {
  readonly sessionId: string;
}

/** Where it would be if it were let go now: from when to when its place would be its own. */
export interface Ghost extends CalendarMove, Span {
  readonly slot: Span;
}

interface Grabbed {
  readonly block: Block;
  /** How long after the start of the candidate. */
  readonly ms: number;
}

type RowEvent = DragEvent & { readonly currentTarget: HTMLElement };

export interface RowHandlers {
  readonly onDragOver: (event: RowEvent) => void;
  readonly onDragLeave: (event: RowEvent) => void;
  readonly onDrop: (event: RowEvent) => void;
}

export interface CalendarDrag {
  readonly ghost: ReadonlySignal<Ghost | undefined>;
  readonly onDragStart: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
  /** Of the row of a worker. */
  readonly handlersFor: (workerId: string) => RowHandlers;
}

/** The candidate’s time where a place has one; that is what people see of a session. */
function slotOf(block: Block): Span {
  return block.slot ?? block;
}

/** Where something would be that is held over a row: `at` is how far along it, from 0 to 1. */
export function ghostAt(
  { block, ms }: Grabbed,
  workerId: string,
  where: { readonly span: Span; readonly at: number },
): Ghost {
  const start = droppedAt(where.span, { at: where.at, grabbedMs: ms });
  const slot = slotOf(block);
  const by = start - slot.from;
  const moved = ({ from, until }: Span): Span => ({ from: from + by, until: until + by });
  return { sessionId: block.id, workerId, start, slot: moved(slot), ...moved(block) };
}

/** How long after its start a block was taken hold of. */
function grab(span: Span, block: Block, { target, clientX }: DragEvent): Grabbed | undefined {
  const track = target instanceof Element ? target.closest('.time-track')?.getBoundingClientRect() : undefined;
  if (track === undefined) return undefined;
  const at = span.from + ((clientX - track.left) / track.width) * (span.until - span.from);
  return { block, ms: at - slotOf(block).from };
}

/** How far along a row, from 0 to 1. */
function along({ clientX, currentTarget }: RowEvent): number {
  const { left, width } = currentTarget.getBoundingClientRect();
  return (clientX - left) / width;
}

/** Dragging sessions about: while one is held it shows where it would be, on the five minutes. */
export function useCalendarDrag(
  span: Span,
  known: ReadonlyMap<string, Block>,
  onMove: ((move: CalendarMove) => void) | undefined,
): CalendarDrag {
  const grabbed = useRef<Grabbed | undefined>(undefined);
  const ghost = useSignal<Ghost | undefined>(undefined);
  const letGo = (): void => {
    grabbed.current = undefined;
    ghost.value = undefined;
  };
  return {
    ghost,
    onDragStart: (event) => {
      const id = event.target instanceof Element ? event.target.getAttribute('data-block') : null;
      const block = known.get(id ?? '');
      grabbed.current = block && grab(span, block, event);
      // Some browsers drag only what carries something.
      if (block !== undefined) event.dataTransfer?.setData('text/plain', block.name);
    },
    onDragEnd: letGo,
    handlersFor: (workerId) => ({
      onDragOver: (event) => {
        if (grabbed.current === undefined) return;
        event.preventDefault();
        const next = ghostAt(grabbed.current, workerId, { span, at: along(event) });
        const { start, workerId: row } = ghost.peek() ?? {};
        if (start !== next.start || row !== workerId) ghost.value = next;
      },
      onDragLeave: ({ relatedTarget, currentTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) ghost.value = undefined;
      },
      onDrop: (event) => {
        if (grabbed.current === undefined) return;
        event.preventDefault();
        const { sessionId, start } = ghostAt(grabbed.current, workerId, { span, at: along(event) });
        letGo();
        onMove?.({ sessionId, workerId, start });
      },
    }),
  };
}
