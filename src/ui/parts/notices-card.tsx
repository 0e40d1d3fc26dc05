import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { noticesOf } from '../lib/notices.ts';
import type { Session } from '../lib/views.ts';
import { DataTable } from './data-table.tsx';
import { noticeColumns } from './notice-columns.tsx';
import { Card } from './page.tsx';

const columns = noticeColumns.filter(({ key, isExtra = false }) => key !== 'session' && !isExtra);

/** Who was told what of this session, as far as the viewer may see it. */
export function NoticesCard({ session }: { readonly session: Session }): VNode | null {
  const notices = noticesOf(useApp().live.notices.value, session.id);
  const { notify } = session;
  if (notices.length === 0 && notify === undefined) return null;
  return (
    <Card title="Notices">
      {notices.length === 0 ? (
        <p class="mb-0">
          Its owner is told at <span class="text-break">{notify?.webhook}</span>; there was nothing to tell yet.
        </p>
      ) : (
        <DataTable caption="Notices of this session" columns={columns} rows={notices} idOf={({ id }) => id} />
      )}
    </Card>
  );
}
