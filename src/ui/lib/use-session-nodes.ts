import { openAbsence } from '@lcm/core/domain/session';
import { useApp } from './app.ts';
import { type Loaded, useLoad } from './use-load.ts';
import type { Session, SessionNodes } from './views.ts';

/** Nodes that come up are followed; those of a lab that is up are looked at now and then, for many may look at once. */
const everyMs = { coming: 5_000, up: 60_000 } as const;

function isComing(session: Session): boolean {
  return session.status === 'instantiating' || openAbsence(session) !== undefined;
}

/** From its import to its deletion: at all other times there is nothing to look at. */
function hasLab({ status, lab, progress }: Session): boolean {
  if (lab === undefined) return false;
  if (status === 'stopping') return !isSettledIn(progress.teardown, 'delete_lab');
  return ['instantiating', 'ready', 'running', 'collecting', 'grading'].includes(status);
}

function isSettledIn(progress: Session['progress']['teardown'], step: string): boolean {
  const status = progress?.[step]?.status;
  return status === 'done' || status === 'skipped';
}

/** How the nodes of a session's lab are, again and again while somebody looks; of a tab in the background nobody does. */
export function useSessionNodes(session: Session): Loaded<SessionNodes> {
  const { api, now } = useApp();
  const isLookedAt = document.visibilityState === 'visible';
  const every = everyMs[isComing(session) ? 'coming' : 'up'];
  const round = isLookedAt ? `${every} ${Math.floor(now.value / every)}` : 'once';
  const { id, lab } = session;
  const isThere = hasLab(session);
  const loaded = useLoad(isThere ? `${id} ${lab?.id} ${round}` : undefined, async () => api.sessionNodes(id));
  // What was read last is of a lab that is gone.
  return isThere ? loaded : nothing;
}

const nothing: Loaded<SessionNodes> = { value: undefined, trouble: undefined, loading: false };
