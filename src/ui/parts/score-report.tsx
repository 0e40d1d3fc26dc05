import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { engineInWords } from '../lib/grader.ts';
import { useLoad } from '../lib/use-load.ts';
import type { FoundLine, ScoreReport as Report, ScoreItem, ScoreSection, Session } from '../lib/views.ts';
import { Card, Loading } from './page.tsx';
import { Badge } from './status-badge.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';

const tones = { passed: 'good', partial: 'warn', failed: 'bad', 'not-gradable': 'off' } as const;
const words = { passed: 'Passed', partial: 'Partly', failed: 'Failed', 'not-gradable': 'Not gradable' } as const;

function Lines({
  title,
  lines,
}: {
  readonly title: string;
  readonly lines: readonly (FoundLine | string)[];
}): VNode | null {
  if (lines.length === 0) return null;
  return (
    <>
      <div class="small mt-1">{title}</div>
      <ul class="mb-0 small">
        {lines.map((line, index) => (
          <li key={index}>
            <code>{typeof line === 'string' ? line : line.text}</code>
            {typeof line !== 'string' && <span class="text-body-secondary"> (line {line.line})</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Item({ item }: { readonly item: ScoreItem }): VNode {
  return (
    <details class="score-item">
      <summary>
        <Badge tone={tones[item.status]} text={words[item.status]} />
        <span class="me-auto">
          {item.title} <span class="text-body-secondary">on {item.node}</span>
        </span>
        <span class="text-nowrap">
          {item.points} / {item.maxPoints}
        </span>
      </summary>
      <p class="mb-0">{item.explanation}</p>
      <Lines title="Found" lines={item.matched} />
      <Lines title="Missing" lines={item.missing} />
      <Lines title="Must not be there" lines={item.unwanted} />
    </details>
  );
}

function Section({ section }: { readonly section: ScoreSection }): VNode {
  return (
    <section>
      <h3 class="h6 d-flex mt-3">
        <span class="me-auto">{section.title}</span>
        <span>
          {section.points} / {section.maxPoints}
        </span>
      </h3>
      {section.items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </section>
  );
}

/** Reports of earlier versions do not sum it up. */
function openPoints({ notGradablePoints, sections }: Report): number {
  const open = sections.flatMap(({ items }) => items.filter(({ status }) => status === 'not-gradable'));
  return notGradablePoints ?? open.reduce((sum, { maxPoints }) => sum + maxPoints, 0);
}

export function WholeReport({ report }: { readonly report: Report }): VNode {
  return (
    <>
      <p class="mb-0 small text-body-secondary">
        Evidence of <Time at={report.evidenceCapturedAt} />, graded <Time at={report.gradedAt} /> by{' '}
        {engineInWords(report.engine)}
      </p>
      {report.notGradable > 0 && (
        <p class="alert alert-warning py-2 mt-2 mb-0">
          {plural(report.notGradable, 'item')} worth {plural(openPoints(report), 'point')} could not be graded. Nobody
          passes before they are.
        </p>
      )}
      {report.sections.map((section) => (
        <Section key={section.id} section={section} />
      ))}
    </>
  );
}

function resultWords({ result, notGradablePoints = 0 }: NonNullable<Session['score']>): string {
  if (result === 'pass') return 'Passed';
  return notGradablePoints > 0 ? 'Not decided' : 'Failed';
}

/** Points, and whether they were enough. */
export function Result({ score }: { readonly score: NonNullable<Session['score']> }): VNode {
  return (
    <p class="fs-5 mb-1">
      <Badge tone={score.result === 'pass' ? 'good' : 'bad'} text={resultWords(score)} /> {score.points} of{' '}
      {score.maxPoints} points, {score.percent} %{' '}
      <span class="text-body-secondary fs-6">(needs {score.cutScore} %)</span>
    </p>
  );
}

/** The result, and behind each point why it was given or not. */
export function ScoreCard({ session }: { readonly session: Session }): VNode | null {
  const { api } = useApp();
  const { score } = session;
  const report = useLoad(score?.reportKey, async () => api.scoreReport(session.id));
  if (score === undefined) return null;
  return (
    <Card title="Score">
      <Result score={score} />
      <TroubleNote trouble={report.trouble} />
      {report.loading && <Loading what="the report" />}
      {report.value !== undefined && <WholeReport report={report.value} />}
    </Card>
  );
}
