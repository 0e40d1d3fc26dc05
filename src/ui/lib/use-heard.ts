import { useApp } from './app.ts';
import { heardWords } from './session-wish.ts';
import type { Session } from './views.ts';

/** Takes in what an order has made of a session, and says it to those who do not see it. */
export function useHeard(): (session: Session) => void {
  const { live, announce, now } = useApp();
  return (view) => {
    live.take('session', { id: view.id, version: view.version, view });
    announce(heardWords(view, now.peek()));
  };
}
