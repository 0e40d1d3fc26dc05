import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { marksOf, rowsInView, type Zoom } from '../lib/calendar.ts';
import { formatClock } from '../lib/format.ts';
import { moveByKey } from '../lib/move-by-key.ts';
import { paths } from '../lib/paths.ts';
import { type LaidOut, laidOut, shadeWords, type TimePlan } from '../lib/time-plan.ts';
import { type CalendarMove, type Ghost, type RowHandlers, useCalendarDrag } from '../lib/use-calendar-drag.ts';
import { useNowInSight } from '../lib/use-now-in-sight.ts';
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

export interface CalendarProps {
  readonly zoom: Zoom;
  readonly span: Span;
  readonly now: number;
  readonly rows: readonly CalendarRow[];
  /** Sessions can be dragged, or moved by a key, when there is somebody who moves them. */
  readonly onMove?: ((move: CalendarMove) => void) | undefined;
}

interface LaidRow extends CalendarRow {
  readonly blocks: readonly LaidOut[];
  readonly lanes: number;
}

/** Workers by time: what each is planned for. Only the rows in sight are drawn. */
export function Calendar({ zoom, span, now, rows, onMove }: CalendarProps): VNode {
  const helpId = useId();
  const view = useScrollView();
  useNowInSight(view.element, span, now);
  const laid = rows.map((row) => ({ ...row, ...laidOut(row.plan.sessions, span) }));
  const heights = laid.map(({ lanes }) => trackHeight(lanes) + 1);
  const { first, end, tops } = rowsInView(heights, view);
  const shown = laid.slice(first, end);
  const known = new Map(shown.flatMap(({ blocks }) => blocks.map(({ block }) => [block.id, block])));
  const drag = useCalendarDrag(span, known, onMove);
  return (
    <BlockTips blockOf={(id) => known.get(id)}>
      <Help id={helpId} canMove={onMove !== undefined} />
      <div
        ref={view.element}
        class="calendar"
        role="region"
        aria-label="Workers by time"
        aria-describedby={helpId}
        tabIndex={0}
        onScroll={view.onScroll}
        onKeyDown={(event) => {
          walkBlocks(event);
          moveByKey(event, known, onMove);
        }}
        onDragStart={drag.onDragStart}
        onDragEnd={drag.onDragEnd}
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
              ghost={drag.ghost}
              span={span}
              handlers={onMove && row.worker && drag.handlersFor(row.worker.id)}
            >
              <TimeTrack span={span} now={now} isDraggable={onMove !== undefined} {...row} />
            </Row>
          ))}
        </ol>
      </div>
    </BlockTips>
  );
}

function Help({ id, canMove }: { readonly id: string; readonly canMove: boolean }): VNode {
  return (
    <>
      <p id={id} class="visually-hidden">
        The arrow keys lead from session to session, Enter opens one. The same is there as a table.
      </p>
      {canMove && (
        <p class="small text-body-secondary mb-1">
          Drag a session that is not being prepared yet to another time or worker, or press M on it.
        </p>
      )}
    </>
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
  readonly span: Span;
  readonly ghost: ReadonlySignal<Ghost | undefined>;
  /** Where something can be dropped. */
  readonly handlers: RowHandlers | undefined;
  readonly children: VNode;
}

function Row({ row: { worker }, top, place: [at, of], words, span, ghost, handlers, children }: RowProps): VNode {
  return (
    <li class="calendar-row" style={{ top: `${top}px` }} aria-posinset={at} aria-setsize={of}>
      <div class="calendar-name">
        {worker === undefined ? 'No place yet' : <a href={paths.worker(worker.id)}>{worker.name}</a>}{' '}
        {worker !== undefined && <WorkerBadge status={worker.status} />}
        {words !== '' && <span class="visually-hidden">: {words}</span>}
      </div>
      <div class="calendar-drop" {...handlers}>
        {children}
        {worker !== undefined && <GhostBlock ghost={ghost} workerId={worker.id} span={span} />}
      </div>
    </li>
  );
}

interface GhostProps extends Pick<RowProps, 'ghost' | 'span'> {
  readonly workerId: string;
}

/** What is held, where it would be: drawn by itself, so that the rows are not drawn again with it. */
function GhostBlock({ ghost, span, workerId }: GhostProps): VNode | null {
  const held = ghost.value;
  if (held?.workerId !== workerId) return null;
  const { left, width } = placeIn(span, held);
  return (
    <span class="time-ghost" style={{ left: `${left}%`, width: `${width}%` }} aria-hidden="true">
      {formatClock(held.slot.from)} to {formatClock(held.slot.until)}
    </span>
  );
}
