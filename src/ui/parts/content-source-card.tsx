import { whyNot } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatDuration, plural } from '../lib/format.ts';
import { useAction } from '../lib/use-action.ts';
import type { ContentSource } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { RunBadge, SourceBadge } from './status-badge.tsx';
import { Ago, Countdown, Since, Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

interface OfSource {
  readonly source: ContentSource;
}

/** A folder or a bucket that packages are read from: how it is, when it was read and is read next, and what runs found. */
export function ContentSourceCard({ source }: OfSource): VNode {
  const { place, kind, status, trouble, packages, schedule } = source;
  const counts = Object.entries(packages).map(([result, count]) => `${count} ${result}`);
  return (
    <Card title={place} aside={<SyncNow source={source} />}>
      <Facts
        items={[
          ['Status', <SourceBadge key="status" status={status} />],
          [
            'Trouble',
            trouble && (
              <span key="trouble">
                <Words text={trouble.message} />, for <Since at={trouble.since} />
              </span>
            ),
          ],
          ['Kind', kind === 'bucket' ? 'S3 bucket' : 'folder'],
          ['Packages', counts.join(', ') || 'none'],
          ['Last read', <LastRun key="last" source={source} />],
          ['Next', <NextRun key="next" source={source} />],
          ['Every', formatDuration(schedule.everyMs)],
        ]}
      />
      <RunLog source={source} />
    </Card>
  );
}

function LastRun({ source: { schedule } }: OfSource): VNode {
  const { lastRun } = schedule;
  if (lastRun === undefined) return <span class="text-body-secondary">never</span>;
  return (
    <>
      <Ago at={lastRun.endedAt} />: <Words text={lastRun.summary} />
    </>
  );
}

function NextRun({ source: { schedule } }: OfSource): VNode {
  const { triggeredAt, enabled, nextRunAt } = schedule;
  if (triggeredAt !== undefined) return <span>asked for</span>;
  if (!enabled) return <span class="text-body-secondary">switched off</span>;
  if (nextRunAt === undefined) return <span class="text-body-secondary">when somebody leads</span>;
  return (
    <>
      in <Countdown until={nextRunAt} />
    </>
  );
}

function SyncNow({ source }: OfSource): VNode {
  const { api, me, announce } = useApp();
  const sync = useAction(async () => {
    const { outcome, reason } = await api.syncContent(source.id);
    announce(outcome === 'requested' ? `${source.place} is read now` : `Not read again: ${reason}`);
  });
  return (
    <>
      <TroubleNote trouble={sync.trouble} />
      <ActionButton
        small
        label="Sync now"
        description={`Sync now what is in ${source.place}`}
        pending={sync.pending || source.schedule.triggeredAt !== undefined}
        whyNot={whyNot(me.value, 'content:sync')}
        onClick={() => void sync.run(undefined)}
      />
    </>
  );
}

function RunLog({ source: { runs } }: OfSource): VNode {
  return (
    <details>
      <summary>{plural(runs.length, 'run')} that changed something</summary>
      <ol class="list-unstyled mb-0">
        {runs.map((run) => (
          <li key={run.startedAt} class="border-bottom py-1">
            <RunBadge status={run.outcome} /> <Time at={run.endedAt} /> <Words text={run.summary} />
            {run.lines.length > 0 && (
              <ul class="small mb-0">
                {run.lines.map(({ folder, result, message }) => (
                  <li key={folder} class="text-break">
                    {folder}, {result}: {message}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
