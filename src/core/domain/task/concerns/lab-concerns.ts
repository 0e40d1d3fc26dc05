import { instant } from '../../../kernel/index.ts';
import { orphanOf } from '../../lab/index.ts';
import type { ConcernSource } from '../concern.ts';

export const labLeft: ConcernSource<'lab'> = (lab, { leftLabMs }) => {
  if (orphanOf(lab) !== 'no-session') return undefined;
  const { id, facts, bindings, madeFor, recordedAt } = lab;
  return {
    cause: 'lab.left',
    subject: { kind: 'lab', id, name: facts.title },
    from: instant((bindings.at(-1)?.releasedAt ?? recordedAt) + leftLabMs),
    title: `The lab ${facts.title} is left without its session`,
    detail: `It was made for ${madeFor}, which does not have it any more, and takes room on its host. Delete it.`,
    priority: 'normal',
  };
};
