import { instant } from '../../../kernel/index.ts';
import type { ConcernSource } from '../concern.ts';

export const definitionUnsynced: ConcernSource<'definition'> = (
  { id, title, version, status, createdAt },
  { syncMs },
) => {
  if (status !== 'pending_sync') return undefined;
  return {
    cause: 'definition.sync',
    subject: { kind: 'definition', id, name: `${title} ${version}` },
    from: instant(createdAt + syncMs),
    title: `${title} ${version} waits for its content`,
    detail: 'It cannot be booked before its content has come. See whether the content source can be reached.',
    priority: 'normal',
  };
};
