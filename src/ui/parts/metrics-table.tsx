import { type FigureName, figureNames } from '@lcm/core/domain/metrics';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { figureWords, formatFigure, sourceWords } from '../lib/metric-words.ts';
import type { Sample } from '../lib/views.ts';
import { Time } from './time.tsx';

/** Enough to follow, few enough to hear through. */
const mostRows = 60;

export interface MetricsTableProps {
  readonly samples: readonly Sample[];
  /** `the last hour` */
  readonly words: string;
}

function figureOf(sample: Sample, name: FigureName): string {
  const value = sample[name];
  return value === undefined ? '' : formatFigure(name, value);
}

/** The same as the charts, to be read. Drawn only when somebody opens it. */
export function MetricsTable({ samples, words }: MetricsTableProps): VNode {
  const open = useSignal(false);
  const shown = samples.toReversed().slice(0, mostRows);
  const more = samples.length > mostRows ? `, the newest ${mostRows} of ${samples.length}` : '';
  return (
    <details class="mt-2" onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary class="small">Figures as a table</summary>
      {open.value && (
        <div class="table-responsive" tabIndex={0} role="region" aria-label="Measurements">
          <table class="table table-sm small mb-0">
            <caption>
              Measurements of {words}, newest first{more}
            </caption>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Source</th>
                {figureNames.map((name) => (
                  <th scope="col" key={name}>
                    {figureWords[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((sample) => (
                <tr key={`${sample.source} ${sample.at}`}>
                  <th scope="row" class="fw-normal text-nowrap">
                    <Time at={sample.at} />
                  </th>
                  <td>{sourceWords[sample.source]}</td>
                  {figureNames.map((name) => (
                    <td key={name}>{figureOf(sample, name)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
