import uPlot from 'uplot';
import { formatClock, formatDate, formatTime } from '../lib/format.ts';
import type { Line, Table } from '../lib/metric-series.ts';

export interface PlotLook {
  /** Colours of lines, in their order. */
  readonly colors: readonly string[];
  readonly text: string;
  readonly grid: string;
}

export interface PlotOptions {
  readonly host: HTMLElement;
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  /** A figure that has a natural end, as per cent have. */
  readonly most: number | undefined;
  readonly look: PlotLook;
  /** Today's times need no day. */
  readonly now: () => number;
}

export interface Plot {
  readonly show: (table: Table, range: { readonly from: number; readonly to: number }) => void;
  readonly resize: () => void;
  readonly destroy: () => void;
}

const height = 140;
/** All charts of the page show the same instant under the pointer. */
const cursorGroup = 'worker-metrics';

/** The one place that knows the drawing library; loaded when the first chart is on screen. */
export function createPlot(options: PlotOptions): Plot {
  const { host } = options;
  const plot = new uPlot(settingsOf(options), [[]], host);
  return {
    show: (table, { from, to }) => {
      plot.batch(() => {
        plot.setData(dataOf(table), false);
        plot.setScale('x', { min: from / 1000, max: to / 1000 });
      });
    },
    resize: () => plot.setSize({ width: widthOf(host), height }),
    destroy: () => plot.destroy(),
  };
}

function dataOf([times, ...columns]: Table): uPlot.AlignedData {
  return [[...times], ...columns.map((column) => [...column])];
}

function widthOf(host: HTMLElement): number {
  return Math.max(200, host.clientWidth);
}

function settingsOf({ host, lines, format, most, look, now }: PlotOptions): uPlot.Options {
  const axis = { stroke: look.text, grid: { stroke: look.grid, width: 1 }, ticks: { show: false } };
  return {
    width: widthOf(host),
    height,
    padding: [8, 20, 0, 0],
    cursor: { y: false, sync: { key: cursorGroup }, drag: { x: false, y: false }, points: { size: 7 } },
    legend: { live: true },
    scales: { x: { time: true }, y: { range: (_plot, _least, highest) => [0, most ?? ceilingOf(highest)] } },
    axes: [
      { ...axis, size: 28, space: 60, values: timesOf },
      { ...axis, size: 64, space: 35, values: (_plot, values) => values.map(format) },
    ],
    series: [
      {
        label: 'Time',
        value: (_plot, seconds: number | null) => (seconds === null ? none : formatTime(seconds * 1000, now())),
      },
      ...lines.map(({ label }, index) => ({
        label,
        stroke: look.colors[index] ?? look.text,
        width: 1.5,
        points: { show: isSparse, size: 5 },
        value: (_plot: uPlot, value: number | null | undefined) => (value == null ? none : format(value)),
      })),
    ],
  };
}

/** What the legend says while the pointer is elsewhere. */
const none = '–';
const daySeconds = 86_400;

function timesOf(_plot: uPlot, seconds: readonly number[]): string[] {
  const [first = 0, second = first] = seconds;
  const step = second - first;
  return seconds.map((at) => (step < daySeconds ? formatClock(at * 1000) : formatDate(at * 1000)));
}

const fewPoints = 12;

/** A point without neighbours makes no line: where there are few, each is marked. */
function isSparse(plot: uPlot, series: number): boolean {
  const values = plot.data[series] ?? [];
  return values.filter((value) => typeof value === 'number').length <= fewPoints;
}

/** A line along the upper edge would look like a limit. */
function ceilingOf(highest: number): number {
  return highest > 0 ? highest * 1.15 : 1;
}
