import { useApp } from './app.ts';
import type { Definition } from './views.ts';

/** Shows what an order made of a definition before the stream does, and says it aloud. */
export function useDefinitionOrder(): (order: Promise<Definition>, words: string) => Promise<void> {
  const { live, announce } = useApp();
  return async (order, words) => {
    const view = await order;
    live.take('definition', { id: view.id, version: view.revision, view });
    announce(words);
  };
}
