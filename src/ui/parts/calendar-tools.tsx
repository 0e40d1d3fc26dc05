import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { shifted, type Zoom, zoomedBy, zoomNames, zooms } from '../lib/calendar.ts';
import { formatDay, toLocalInput } from '../lib/format.ts';
import type { Span } from '../lib/week.ts';
import { ActionButton } from './action-button.tsx';

export interface CalendarToolsProps {
  readonly zoom: Zoom;
  readonly span: Span;
  readonly isTable: boolean;
}

/** `Sat 21 Nov`, or from which day to which. */
function daysOf({ from, until }: Span): string {
  const [first, last] = [formatDay(from), formatDay(until - 1)];
  return first === last ? first : `${first} to ${last}`;
}

/** Where on the calendar one is, and the ways to elsewhere: all of it is in the address. */
export function CalendarTools({ zoom, span, isTable }: CalendarToolsProps): VNode {
  const { router } = useApp();
  const go = (step: 1 | -1) => () => router.setQuery({ from: toLocalInput(shifted(zoom, span, step)), page: '' });
  const zoomTo = (to: Zoom) => () => router.setQuery({ zoom: to === 'day' ? '' : to, page: '' });
  const [nearer, farther] = [zoomedBy(zoom, -1), zoomedBy(zoom, 1)];
  return (
    <div class="d-flex flex-wrap gap-1 align-items-center mb-2" role="group" aria-label="Time that is shown">
      <ActionButton small label="Earlier" onClick={go(-1)} />
      <ActionButton small label="Now" onClick={() => router.setQuery({ from: '', page: '' })} />
      <ActionButton small label="Later" onClick={go(1)} />
      <strong class="mx-2" role="status">
        {daysOf(span)}
      </strong>
      <span class="ms-auto" />
      <ActionButton
        small
        label="−"
        description="Zoom out"
        whyNot={farther === zoom ? 'This is the most at once' : undefined}
        onClick={zoomTo(farther)}
      />
      <select
        class="form-select form-select-sm w-auto"
        aria-label="How much time"
        value={zoom}
        onChange={({ currentTarget }) => zoomTo(zoomNames.find((name) => name === currentTarget.value) ?? zoom)()}
      >
        {zoomNames.map((name) => (
          <option key={name} value={name}>
            {zooms[name].label}
          </option>
        ))}
      </select>
      <ActionButton
        small
        label="+"
        description="Zoom in"
        whyNot={nearer === zoom ? 'This is the nearest' : undefined}
        onClick={zoomTo(nearer)}
      />
      <ActionButton
        small
        label={isTable ? 'As a calendar' : 'As a table'}
        onClick={() => router.setQuery({ as: isTable ? '' : 'table', sort: '', page: '' })}
      />
    </div>
  );
}
