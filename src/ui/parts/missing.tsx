import type { VNode } from 'preact';
import type { Trouble } from '../lib/problem.ts';
import { Loading, Page } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';

export interface MissingProps {
  readonly what: string;
  readonly id: string;
  readonly trouble: Trouble | undefined;
  readonly back: string;
}

/** Instead of a thing that is not there, or not yet. */
export function Missing({ what, id, trouble, back }: MissingProps): VNode {
  if (trouble === undefined) return <Loading what={`the ${what}`} />;
  return (
    <Page title={`No such ${what}`} lead={id}>
      <TroubleNote trouble={trouble} />
      <a href={back}>Back to the list</a>
    </Page>
  );
}
