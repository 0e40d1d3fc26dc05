import type { ComponentChildren, VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { historyWords } from '../lib/event-words.ts';
import { humanize } from '../lib/format.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Commit } from '../lib/views.ts';
import { Card, Loading } from './page.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

function HistoryRow({ commit }: { readonly commit: Commit }): VNode {
  return (
    <li>
      <div class="small text-body-secondary">
        <Time at={commit.at} /> · {commit.by.name} · {humanize(commit.operation)}
      </div>
      {commit.events.map((event, index) => (
        <div key={index}>
          <Words text={historyWords(event)} />
        </div>
      ))}
    </li>
  );
}

export interface HistoryCardProps {
  readonly kind: 'worker' | 'session' | 'definition' | 'task' | 'lab';
  readonly id: string;
  /** Changes when there is something new to read. */
  readonly version: number;
}

/** Everything that was ever decided about one thing, the newest first. */
export function HistoryCard({ kind, id, version }: HistoryCardProps): VNode {
  const { api } = useApp();
  const history = useLoad(`${kind}/${id}@${version}`, async () => api.history(kind, id));
  return <HistoryCommits commits={history.value} trouble={history.trouble} />;
}

export interface HistoryCommitsProps {
  readonly commits: readonly Commit[] | undefined;
  readonly trouble: Parameters<typeof TroubleNote>[0]['trouble'];
  readonly aside?: ComponentChildren;
}

export function HistoryCommits({ commits, trouble, aside }: HistoryCommitsProps): VNode {
  return (
    <Card title="History" aside={aside}>
      <TroubleNote trouble={trouble} />
      {commits === undefined && trouble === undefined && <Loading what="history" />}
      <ol class="history" reversed>
        {(commits ?? [])
          .toSorted((a, b) => b.version - a.version)
          .map((commit) => (
            <HistoryRow key={commit.version} commit={commit} />
          ))}
      </ol>
    </Card>
  );
}
