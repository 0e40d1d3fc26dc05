import type { Attention } from './attention.ts';
import { humanize, plural } from './format.ts';
import { isLeft, labTitle, orphanWords } from './lab-words.ts';
import { paths } from './paths.ts';
import type { LabRecord, Session } from './views.ts';

/** Labs that are nobody’s, as one thing to look at, and each action that failed. */
export function labsAttention(labs: readonly LabRecord[], sessions: readonly Session[]): readonly Attention[] {
  return [...orphans(labs.filter((lab) => isLeft(lab, sessions))), ...labs.flatMap(failed)];
}

function orphans(left: readonly LabRecord[]): readonly Attention[] {
  const [first] = left;
  if (first?.orphan === undefined) return [];
  const common = { id: `orphan ${first.id}`, severity: 'warning' } as const;
  if (left.length === 1) {
    return [{ ...common, title: labTitle(first), why: orphanWords[first.orphan], href: paths.lab(first.id) }];
  }
  const title = plural(left.length, 'orphaned lab');
  const why = 'Nobody’s any more, and some take room on their hosts';
  return [{ ...common, title, why, href: paths.labs({ status: 'orphaned' }) }];
}

function failed(lab: LabRecord): readonly Attention[] {
  const { failure, pending, id, status } = lab;
  if (pending !== undefined || status === 'deleted' || status === 'archived') return [];
  const of = { id, title: labTitle(lab), href: paths.lab(id), severity: 'warning' } as const;
  if (failure !== undefined) return [{ ...of, why: `${humanize(failure.action)} failed: ${failure.reason}` }];
  return status === 'error' ? [{ ...of, why: lab.reason }] : [];
}
