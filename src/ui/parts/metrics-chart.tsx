import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { type Line, lineWords, tableOf } from '../lib/metric-series.ts';
import type { Plot, PlotLook } from './metrics-plot.ts';

export interface MetricsChartProps {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly range: { readonly from: number; readonly to: number };
  readonly format: (value: number) => string;
  readonly most: number | undefined;
  /** What is said in the place of lines. */
  readonly empty: string;
}

function lookOf(element: HTMLElement, lines: readonly Line[]): PlotLook {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const color = ({ figure, source }: Line): string =>
    read(figure === 'networkOutBytesPerSecond' ? '--line-out' : source === 'cml' ? '--line-cml' : '--line-cloudwatch');
  return { colors: lines.map(color), text: read('--bs-secondary-color'), grid: read('--bs-border-color-translucent') };
}

/** Lines over time. The picture is for eyes only: what it shows is said in its label, and stands in the table below. */
export function MetricsChart(props: MetricsChartProps): VNode {
  const { title, lines, format, empty } = props;
  return (
    <figure class="metrics-chart mb-0">
      <figcaption class="small fw-semibold">{title}</figcaption>
      {lines.length === 0 ? (
        <p class="text-body-secondary small mb-0">{empty}</p>
      ) : (
        <div role="img" aria-label={`${title}. ${lines.map((line) => lineWords(line, format)).join('; ')}`}>
          <Drawing {...props} />
        </div>
      )}
    </figure>
  );
}

function Drawing({ lines, range, format, most }: MetricsChartProps): VNode {
  const host = useRef<HTMLDivElement>(null);
  const drawn = useRef<Plot | undefined>(undefined);
  const { theme, now } = useApp();
  const colors = theme.shown.value;
  const newest = useRef({ lines, range });
  newest.current = { lines, range };
  const show = (): void => drawn.current?.show(tableOf(newest.current.lines), newest.current.range);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const resized = new ResizeObserver(() => drawn.current?.resize());
    let isGone = false;
    const draw = async (): Promise<void> => {
      const { createPlot } = await import('./metrics-plot.ts');
      if (isGone) return;
      drawn.current = createPlot({
        host: element,
        lines,
        format,
        most,
        look: lookOf(element, lines),
        now: () => now.peek(),
      });
      resized.observe(element);
      show();
    };
    void draw();
    return () => {
      isGone = true;
      resized.disconnect();
      drawn.current?.destroy();
      drawn.current = undefined;
    };
  }, [colors, lines.map(({ label }) => label).join()]);
  useEffect(show, [lines, range]);
  return <div ref={host} aria-hidden="true" />;
}
