import { newsIn } from '../contracts/state-keys.ts';
import type { ControlPlane } from '../ports/control-plane/index.ts';
import type { FeedEntry } from './feed.ts';

/** Whoever is woken by a key must not be shown what was before it, by a replica that is behind. */
export function newsFor(controlPlane: ControlPlane): (entry: FeedEntry) => void {
  return ({ value }) => {
    const news = newsIn(value);
    if (news) controlPlane.heardOf(news);
  };
}
