import { type Actor, whyNot } from '@lcm/core/domain/access';
import { noticeCanRetry, receiverInWords } from '@lcm/core/domain/notice';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Column } from '../lib/table.ts';
import { useAction } from '../lib/use-action.ts';
import type { Notice } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { NoticeBadge } from './status-badge.tsx';
import { Ago, Countdown, Since } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

function WhatCell({ notice: { title, text } }: { readonly notice: Notice }): VNode {
  return (
    <>
      <div>{title}</div>
      <div class="small text-body-secondary fw-normal">
        <Words text={text} />
      </div>
    </>
  );
}

function ReceiverCell({ notice: { to, session } }: { readonly notice: Notice }): VNode {
  return (
    <>
      <div>
        {to.audience === 'owner' ? (session?.ownerId ?? ('person' in to ? to.person : 'its owner')) : 'operators'}
      </div>
      <div class="small text-body-secondary text-break">{'person' in to ? 'by mail' : receiverInWords(to)}</div>
    </>
  );
}

function StateCell({ notice }: { readonly notice: Notice }): VNode {
  const { status, statusSince, reason, attempts, nextTryAt, gathered = [] } = notice;
  return (
    <>
      <span aria-live="polite">
        <NoticeBadge status={status} />
      </span>{' '}
      for <Since at={statusSince} />
      <div class="small text-body-secondary">
        <Words text={reason} />
        {gathered.length > 0 && ` · in one mail with ${gathered.length} more`}
        {attempts > 0 && ` · ${plural(attempts, 'attempt')}`}
        {nextTryAt !== undefined && (
          <span class="text-nowrap">
            {' '}
            · the next in <Countdown until={nextTryAt} />
          </span>
        )}
      </div>
    </>
  );
}

function whyNotRetry(actor: Actor, notice: Notice): string | undefined {
  const refused = whyNot(actor, 'session:all');
  return refused ?? (noticeCanRetry(notice) ? undefined : `It is ${notice.status}`);
}

function Retry({ notice }: { readonly notice: Notice }): VNode {
  const { api, live, me, announce } = useApp();
  const { id, title, to } = notice;
  const retry = useAction(async () => {
    const view = await api.retryNotice(id);
    live.take('notice', { id, version: view.version, view });
    announce(`${title} is sent again`);
  });
  return (
    <>
      <ActionButton
        small
        label="Send again"
        description={`Send again: “${title}”, to ${receiverInWords(to)}`}
        pending={retry.pending}
        whyNot={whyNotRetry(me.value, notice)}
        onClick={() => void retry.run(undefined)}
      />
      <TroubleNote trouble={retry.trouble} />
    </>
  );
}

function SessionCell({ notice: { session } }: { readonly notice: Notice }): VNode {
  return session === undefined ? <>–</> : <a href={paths.session(session.id)}>{session.name}</a>;
}

const channelWords = { webhook: 'Webhook', mail: 'Mail' } as const;

/** All that the table of notices can show, in this order. */
export const noticeColumns: readonly Column<Notice>[] = [
  {
    key: 'what',
    label: 'Notice',
    cell: (notice) => <WhatCell notice={notice} />,
    sortBy: ({ title }) => title,
  },
  {
    key: 'session',
    label: 'Session',
    cell: (notice) => <SessionCell notice={notice} />,
    sortBy: ({ session }) => session?.name,
  },
  {
    key: 'to',
    label: 'To',
    cell: (notice) => <ReceiverCell notice={notice} />,
    sortBy: ({ to }) => receiverInWords(to),
  },
  {
    key: 'channel',
    label: 'Channel',
    cell: ({ to }) => channelWords[to.channel],
    sortBy: ({ to }) => to.channel,
  },
  {
    key: 'when',
    label: 'When',
    cell: ({ queuedAt }) => <Ago at={queuedAt} />,
    sortBy: ({ queuedAt }) => Date.parse(queuedAt),
  },
  {
    key: 'state',
    label: 'State',
    cell: (notice) => <StateCell notice={notice} />,
    sortBy: ({ status }) => status,
  },
  {
    key: 'tries',
    label: 'Attempts',
    cell: ({ attempts }) => attempts,
    sortBy: ({ attempts }) => attempts,
    isNumber: true,
    isExtra: true,
  },
  { key: 'actions', label: 'Actions', cell: (notice) => <Retry notice={notice} /> },
];
