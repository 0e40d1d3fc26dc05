import { type FigureName, figureNames } from '@lcm/core/domain/metrics';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { charts, linesOf, mergeSamples } from '../lib/metric-series.ts';
import { figureWords, formatFigure, sourceWords } from '../lib/metric-words.ts';
import { type Loaded, useLoad } from '../lib/use-load.ts';
import type { Figures, Metrics, Sample, Worker } from '../lib/views.ts';
import { MetricsChart } from './metrics-chart.tsx';
import { MetricsTable } from './metrics-table.tsx';
import { Card, EmptyState, Loading } from './page.tsx';
import { Ago } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';

const hourMs = 3_600_000;
/** Fourteen days are what an installation keeps unless it is told otherwise. */
const ranges = [
  { label: '1 h', words: 'the last hour', ms: hourMs },
  { label: '24 h', words: 'the last 24 hours', ms: 24 * hourMs },
  { label: '14 days', words: 'the last 14 days', ms: 14 * 24 * hourMs },
] as const;
type Range = (typeof ranges)[number];

/** As many as a chart has room for. */
const points = 240;

interface Watched extends Loaded<Metrics> {
  readonly current: Figures;
  readonly samples: readonly Sample[];
  readonly range: { readonly from: number; readonly to: number };
}

interface News {
  readonly current: Figures | undefined;
  readonly samples: readonly Sample[];
}

/** What was measured over the range, and what comes while one looks. After a lost connection it is all read again. */
function useMetrics(workerId: string, { ms }: Range): Watched {
  const { api, now, measurements, connection } = useApp();
  const key = `${workerId} ${ms} ${connection.value.state === 'connected'}`;
  const loaded = useLoad(key, async () => {
    const to = now.peek();
    return api.workerMetrics(workerId, { from: to - ms, to, points });
  });
  const news = useSignal<News>({ current: undefined, samples: [] });
  useEffect(() => {
    news.value = { current: undefined, samples: [] };
    return measurements.follow(workerId, ({ current, samples }) => {
      news.value = { current, samples: mergeSamples(news.peek().samples, samples, now.peek() - ms) };
    });
  }, [key]);
  const to = now.peek();
  const { samples, current } = news.value;
  return {
    ...loaded,
    current: current ?? loaded.value?.current ?? {},
    samples: mergeSamples(loaded.value?.samples ?? [], samples, to - ms),
    range: { from: to - ms, to },
  };
}

function CurrentFigures({ figures }: { readonly figures: Figures }): VNode {
  return (
    <dl class="figures">
      {figureNames.map((name) => {
        const figure = figures[name];
        return (
          figure !== undefined && (
            <div key={name}>
              <dt>{figureWords[name]}</dt>
              <dd>
                <span class="figure-value">{formatFigure(name, figure.value)}</span>
                <span class="text-body-secondary small">
                  {sourceWords[figure.source]}, <Ago at={figure.at} />
                </span>
              </dd>
            </div>
          )
        );
      })}
    </dl>
  );
}

function RangeChoice({ chosen, choose }: { readonly chosen: Range; readonly choose: (range: Range) => void }): VNode {
  return (
    <div class="btn-group btn-group-sm" role="group" aria-label="Time shown">
      {ranges.map((range) => (
        <button
          key={range.label}
          type="button"
          class={`btn btn-outline-secondary${range === chosen ? ' active' : ''}`}
          aria-pressed={range === chosen}
          onClick={() => choose(range)}
        >
          {range.label}
        </button>
      ))}
    </div>
  );
}

const late = 'CloudWatch has no data yet: it comes up to 5 minutes late.';

/** Why a chart has no line, by who would measure it. */
function whyEmpty(figures: readonly FigureName[], worker: Worker): string {
  if (!isUp(worker)) return 'Not measured in this time.';
  if (figures.includes('networkInBytesPerSecond')) return late;
  return 'CML has not been asked yet, and CloudWatch knows it only with its agent on the host.';
}

function isUp({ status }: Worker): boolean {
  return status === 'running' || status === 'draining';
}

function NothingMeasured({ worker }: { readonly worker: Worker }): VNode {
  return (
    <EmptyState title="Nothing was measured in this time">
      <p class="mb-0">
        {isUp(worker) ? `CML is asked every few minutes. ${late}` : 'A worker is measured while it runs.'}
      </p>
    </EmptyState>
  );
}

function Charts({ worker, watched }: { readonly worker: Worker; readonly watched: Watched }): VNode {
  const { samples, range } = watched;
  return (
    <div class="metrics-charts">
      {charts.map(({ title, figures }) => (
        <MetricsChart
          key={title}
          title={title}
          lines={linesOf(samples, figures)}
          range={range}
          format={(value) => formatFigure(figures[0], value)}
          most={title === 'Network' ? undefined : 100}
          empty={whyEmpty(figures, worker)}
        />
      ))}
    </div>
  );
}

/** What was measured of a worker: now, by whom and when, and over a time. */
export function MetricsCard({ worker }: { readonly worker: Worker }): VNode {
  const chosen = useSignal<Range>(ranges[0]);
  const watched = useMetrics(worker.id, chosen.value);
  const { value, trouble, samples, current } = watched;
  const isEmpty = value !== undefined && samples.length === 0;
  const choose = (range: Range): void => {
    chosen.value = range;
  };
  return (
    <Card title="Monitoring" aside={<RangeChoice chosen={chosen.value} choose={choose} />}>
      <TroubleNote trouble={trouble} />
      {value === undefined && trouble === undefined && <Loading what="measurements" />}
      <CurrentFigures figures={current} />
      {isEmpty && <NothingMeasured worker={worker} />}
      {samples.length > 0 && (
        <>
          <Charts worker={worker} watched={watched} />
          <MetricsTable samples={samples} words={chosen.value.words} />
        </>
      )}
    </Card>
  );
}
