import type { VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { droppedAt, marksOf, rowsInView, type Zoom } from '../lib/calendar.ts';
import { paths } from '../lib/paths.ts';
import { type Block, type LaidOut, laidOut, shadeWords, type TimePlan } from '../lib/time-plan.ts';
import { useScrollView } from '../lib/use-scroll-view.ts';
import type { Worker } from '../lib/views.ts';
import { walkBlocks } from '../lib/walk-blocks.ts';
import { placeIn, type Span } from '../lib/week.ts';
import { BlockTips } from './block-tips.tsx';
import { WorkerBadge } from './status-badge.tsx';
import { TimeTrack, trackHeight } from './time-track.tsx';

export interface CalendarRow {
  /** Absent for what has no place yet. */
  readonly worker: Worker | undefined;
  readonly plan: TimePlan;
}

/** Where a session was dropped that has not begun. */
export interface CalendarMove {
  readonly sessionId: string;
  readonly workerId: string;
  readonly from: number;
}

export interface CalendarProps {
  readonly zoom: Zoom;
  readonly span: Span;
  readonly now: number;
  readonly rows: readonly CalendarRow[];
  /** Sessions can be dragged when there is somebody who moves them. */
  readonly onMove?: (move: CalendarMove) => void;
}

interface LaidRow extends CalendarRow {
  readonly blocks: readonly LaidOut[];
  readonly lanes: number;
}

/** Workers by time: what each is planned for. Only the rows in sight are drawn. */
export function Calendar({ zoom, span, now, rows, onMove }: CalendarProps): VNode {
  const helpId = useId();
  const view = useScrollView();
  const laid = rows.map((row) => ({ ...row, ...laidOut(row.plan.sessions, span) }));
  const { first, end, tops } = rowsInView(
    laid.map(({ lanes }) => trackHeight(lanes) + 1),
    view,
  );
  const shown = laid.slice(first, end);
  const known = new Map(shown.flatMap(({ blocks }) => blocks.map(({ block }) => [block.id, block])));
  const drag = useDrag(span, known, onMove);
  return (
    <BlockTips blockOf={(id) => known.get(id)}>
      <p id={helpId} class="visually-hidden">
        The arrow keys lead from session to session, Enter opens one. The same is there as a table.
      </p>
      <div
        ref={view.element}
        class="calendar"
        role="region"
        aria-label="Workers by time"
        aria-describedby={helpId}
        tabIndex={0}
        onScroll={view.onScroll}
        onKeyDown={walkBlocks}
        onDragStart={drag.onDragStart}
      >
        <Scale zoom={zoom} span={span} />
        <ol class="calendar-rows" style={{ height: `${tops.at(-1)}px` }}>
          {shown.map((row, index) => (
            <Row
              key={row.worker?.id ?? ''}
              row={row}
              top={tops[first + index] ?? 0}
              place={[first + index + 1, laid.length]}
              words={shadeWords(row.plan, span, now)}
              onDrop={drag.dropOn(row.worker?.id)}
            >
              <TimeTrack span={span} now={now} isDraggable={onMove !== undefined} {...row} />
            </Row>
          ))}
        </ol>
      </div>
    </BlockTips>
  );
}

function Scale({ zoom, span }: Pick<CalendarProps, 'zoom' | 'span'>): VNode {
  return (
    <div class="calendar-head" aria-hidden="true">
      {marksOf(zoom, span).map(({ at, label }) => (
        <span key={at} style={{ left: `${placeIn(span, { from: at, until: at }).left}%` }}>
          {label}
        </span>
      ))}
    </div>
  );
}

interface RowProps {
  readonly row: LaidRow;
  readonly top: number;
  /** The how manieth it is of how many: most of them are not drawn. */
  readonly place: readonly [at: number, of: number];
  /** What stands beside its sessions. */
  readonly words: string;
  readonly onDrop: ((event: DragEvent & { readonly currentTarget: HTMLElement }) => void) | undefined;
  readonly children: VNode;
}

function Row({ row: { worker }, top, place: [at, of], words, onDrop, children }: RowProps): VNode {
  return (
    <li class="calendar-row" style={{ top: `${top}px` }} aria-posinset={at} aria-setsize={of}>
      <div class="calendar-name">
        {worker === undefined ? 'No place yet' : <a href={paths.worker(worker.id)}>{worker.name}</a>}{' '}
        {worker !== undefined && <WorkerBadge status={worker.status} />}
        {words !== '' && <span class="visually-hidden">: {words}</span>}
      </div>
      <div onDrop={onDrop} onDragOver={onDrop && ((event) => event.preventDefault())}>
        {children}
      </div>
    </li>
  );
}

interface Grabbed {
  readonly block: Block;
  /** How long after its start. */
  readonly ms: number;
}

interface Drag {
  readonly onDragStart: (event: DragEvent) => void;
  readonly dropOn: (workerId: string | undefined) => RowProps['onDrop'];
}

function useDrag(span: Span, known: ReadonlyMap<string, Block>, onMove: CalendarProps['onMove']): Drag {
  const grabbed = useRef<Grabbed | undefined>(undefined);
  return {
    onDragStart: ({ target, clientX, dataTransfer }) => {
      if (!(target instanceof Element)) return;
      const block = known.get(target.getAttribute('data-block') ?? '');
      const track = target.closest('.time-track')?.getBoundingClientRect();
      if (block === undefined || track === undefined) return;
      const at = span.from + ((clientX - track.left) / track.width) * (span.until - span.from);
      grabbed.current = { block, ms: at - block.from };
      // Some browsers drag only what carries something.
      dataTransfer?.setData('text/plain', block.name);
    },
    dropOn: (workerId) => {
      if (onMove === undefined || workerId === undefined) return undefined;
      return (event) => {
        const taken = grabbed.current;
        grabbed.current = undefined;
        if (taken === undefined) return;
        event.preventDefault();
        const { left, width } = event.currentTarget.getBoundingClientRect();
        const from = droppedAt(span, { at: (event.clientX - left) / width, grabbedMs: taken.ms });
        onMove({ sessionId: taken.block.id, workerId, from });
      };
    },
  };
}
