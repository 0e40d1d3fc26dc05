import { endedSessionsTold } from '@lcm/core/domain/session';
import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { hasMore, noOlderSessions, type OlderSessions, olderQuery, withOlder } from '../lib/older-sessions.ts';
import { useAction } from '../lib/use-action.ts';
import { TroubleNote } from './trouble-note.tsx';

const days = endedSessionsTold / (24 * 3_600_000);

export function useOlderSessions(): Signal<OlderSessions> {
  return useSignal(noOlderSessions);
}

/** Says that the list is not all there ever was, and brings the next page of the rest. */
export function LoadOlderSessions({ of }: { readonly of: Signal<OlderSessions> }): VNode {
  const { api, now, router } = useApp();
  const q = router.query.value.get('q') ?? '';
  const load = useAction(async () => {
    const page = await api.sessions(olderQuery(of.peek(), q, now.peek()));
    of.value = withOlder(of.peek(), q, page);
  });
  if (!hasMore(of.value, q)) {
    return <p class="small text-body-secondary mt-3">Every session that fits is in this list, however old.</p>;
  }
  return (
    <div class="mt-3">
      <p class="small text-body-secondary mb-2">
        Sessions that ended more than {days} days ago are not in this list until they are loaded.
      </p>
      <TroubleNote trouble={load.trouble} />
      <button
        type="button"
        class="btn btn-outline-secondary btn-sm"
        disabled={load.pending}
        onClick={() => void load.run(undefined)}
      >
        {load.pending ? 'Loading…' : 'Load older sessions'}
      </button>
    </div>
  );
}
