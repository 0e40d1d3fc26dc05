import type { VNode } from 'preact';
import { formatTime } from '../lib/format.ts';
import { blockLines, type LaidOut, type Named, type TimePlan } from '../lib/time-plan.ts';
import { placeIn, type Span, within } from '../lib/week.ts';

export const laneHeight = 21;
const padding = 7;

/** Of a track with so many lanes. */
export function trackHeight(lanes: number): number {
  return Math.max(1, lanes) * laneHeight + padding;
}

const shadeKinds = ['hours', 'maintenance', 'snoozes'] as const;

interface ShadesProps {
  readonly span: Span;
  readonly kind: (typeof shadeKinds)[number];
  readonly items: readonly Named[];
  readonly now: number;
}

function Shades({ span, kind, items, now }: ShadesProps): VNode {
  return (
    <>
      {within(items, span).map(({ item, ...part }) => {
        const { left, width } = placeIn(span, part);
        return (
          <span
            key={item.from}
            class={`time-shade time-${kind}`}
            style={{ left: `${left}%`, width: `${width}%` }}
            title={`${item.name}, ${formatTime(item.from, now)} to ${formatTime(item.until, now)}`}
          />
        );
      })}
    </>
  );
}

/** What is reserved before and after the time of the candidate. */
function Around({ part }: { readonly part: LaidOut }): VNode | null {
  const { slot } = part.block;
  if (slot === undefined) return null;
  const parts = [
    { from: part.from, until: Math.min(slot.from, part.until) },
    { from: Math.max(slot.until, part.from), until: part.until },
  ];
  return (
    <>
      {parts
        .filter(({ from, until }) => until > from)
        .map((each) => {
          const { left, width } = placeIn(part, each);
          return <span key={each.from} class="time-around" style={{ left: `${left}%`, width: `${width}%` }} />;
        })}
    </>
  );
}

interface BlockProps {
  readonly span: Span;
  readonly part: LaidOut;
  readonly now: number;
  readonly isDraggable: boolean;
}

function SessionBlock({ span, part, now, isDraggable }: BlockProps): VNode {
  const { block, lane } = part;
  const { left, width } = placeIn(span, part);
  const shared = {
    class: `time-block status-${block.tone}`,
    style: { left: `${left}%`, width: `max(6px, ${width}%)`, top: `${lane * laneHeight + 4}px` },
    'aria-label': blockLines(block, now).join(', '),
    'data-block': block.id,
    tabIndex: -1,
  };
  const inside = [
    <Around key="around" part={part} />,
    <span key="name" class="time-name">
      {block.name}
    </span>,
  ];
  if (block.href === undefined) {
    return (
      <span role="img" {...shared}>
        {inside}
      </span>
    );
  }
  return (
    <a href={block.href} draggable={isDraggable && block.isMovable} {...shared}>
      {inside}
    </a>
  );
}

function NowLine({ span, now }: { readonly span: Span; readonly now: number }): VNode | null {
  if (now < span.from || now >= span.until) return null;
  return <span class="time-now" style={{ left: `${placeIn(span, { from: now, until: now }).left}%` }} />;
}

export interface TimeTrackProps {
  readonly span: Span;
  readonly plan: TimePlan;
  readonly blocks: readonly LaidOut[];
  readonly lanes: number;
  readonly now: number;
  readonly isDraggable?: boolean;
}

/** A stretch of time of one worker: shades for what holds all along, blocks for sessions, a line for now. */
export function TimeTrack({ span, plan, blocks, lanes, now, isDraggable = false }: TimeTrackProps): VNode {
  return (
    <div class="time-track" style={{ height: `${trackHeight(lanes)}px` }}>
      {shadeKinds.map((kind) => (
        <Shades key={kind} span={span} kind={kind} items={plan[kind]} now={now} />
      ))}
      {blocks.map((part) => (
        <SessionBlock key={part.block.id} span={span} part={part} now={now} isDraggable={isDraggable} />
      ))}
      <NowLine span={span} now={now} />
    </div>
  );
}

const keys = [
  { kind: 'status-wait', words: 'session, in the colour of its state' },
  { kind: 'time-hours', words: 'up by its hours' },
  { kind: 'time-maintenance', words: 'maintenance' },
  { kind: 'time-snoozes', words: 'snoozed' },
] as const;

/** What the colours mean. */
export function TimeLegend(): VNode {
  return (
    <span class="small d-flex flex-wrap gap-2" aria-hidden="true">
      {keys.map(({ kind, words }) => (
        <span key={kind} class="text-nowrap">
          <span class={`time-key ${kind}`} /> {words}
        </span>
      ))}
    </span>
  );
}
