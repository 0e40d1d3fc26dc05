import type { VNode } from 'preact';
import type { Trouble } from '../lib/problem.ts';
import { CopyId } from './copy-id.tsx';
import { Words } from './words.tsx';

/** What went wrong, in words, with the id to pass on. */
export function TroubleNote({ trouble }: { readonly trouble: Trouble | undefined }): VNode | null {
  if (trouble === undefined) return null;
  return (
    <div class="alert alert-danger my-2 py-2" role="alert">
      <strong>{trouble.title}</strong>
      {trouble.detail !== '' && (
        <div>
          <Words text={trouble.detail} />
        </div>
      )}
      {trouble.correlationId !== undefined && (
        <div class="small">
          Correlation id <CopyId id={trouble.correlationId} />
        </div>
      )}
    </div>
  );
}
