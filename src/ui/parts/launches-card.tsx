import type { VNode } from 'preact';
import { humanize } from '../lib/format.ts';
import { type Launch, launchesOf } from '../lib/launches.ts';
import type { Commit } from '../lib/views.ts';
import { CopyId } from './copy-id.tsx';
import { Card } from './page.tsx';
import { Badge } from './status-badge.tsx';
import { Elapsed, Time } from './time.tsx';
import { Words } from './words.tsx';

/** Every launch of a worker: where it was tried, what came of it, and what to do about it. */
export function LaunchesCard({ commits }: { readonly commits: readonly Commit[] }): VNode | null {
  const launches = launchesOf(commits);
  if (launches.length === 0) return null;
  return (
    <Card title="Launches">
      <ol class="history" reversed>
        {launches.map((launch) => (
          <LaunchLine key={launch.number} launch={launch} />
        ))}
      </ol>
    </Card>
  );
}

function LaunchLine({ launch }: { readonly launch: Launch }): VNode {
  const { number, from, by, tries, instanceId } = launch;
  return (
    <li>
      <div>
        <strong>Launch {number}</strong> <Outcome launch={launch} />
      </div>
      <div class="small text-body-secondary">
        <Time at={from} /> · {by}
        {instanceId !== undefined && (
          <>
            {' · '}
            <CopyId id={instanceId} />
          </>
        )}
      </div>
      {tries.map(({ place, reason }) => (
        <div key={place} class="small">
          Tried {place}: <Words text={reason} />
        </div>
      ))}
      <Failure launch={launch} />
    </li>
  );
}

function Outcome({ launch: { from, upAt, failure } }: { readonly launch: Launch }): VNode {
  if (upAt !== undefined) {
    return (
      <>
        <Badge tone="good" text="ran" /> after <Elapsed from={Date.parse(from)} until={Date.parse(upAt)} />
      </>
    );
  }
  return failure === undefined ? <Badge tone="wait" text="under way" /> : <Badge tone="bad" text="failed" />;
}

/** The words of a refusal say what to do; its codes are for programs and for whoever asks the support of AWS. */
function Failure({ launch: { failure } }: { readonly launch: Launch }): VNode | null {
  if (failure === undefined) return null;
  const { at, reason, code, exception } = failure;
  return (
    <div>
      <Time at={at} />: <Words text={reason} />
      {code !== undefined && (
        <div class="small text-body-secondary">
          {humanize(code)}
          {exception !== undefined && (
            <>
              {' '}
              (<code>{exception}</code>)
            </>
          )}
        </div>
      )}
    </div>
  );
}
