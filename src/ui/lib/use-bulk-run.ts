import { useSignal } from '@preact/signals';
import { useApp } from './app.ts';
import { type BulkResult, type BulkRunner, isUnfinished, type Target, wordsOf } from './bulk.ts';

/** An order to many under way: what became of each so far. */
export interface BulkRunning<Item> {
  readonly results: ReadonlyMap<string, BulkResult>;
  readonly isBegun: boolean;
  readonly isRunning: boolean;
  readonly unfinished: number;
  readonly words: string;
  readonly start: (items: readonly Item[]) => Promise<void>;
  /** Those that failed or were left. */
  readonly again: (items: readonly Item[]) => Promise<void>;
  readonly stop: () => void;
}

export function useBulkRun<Item extends Target>(runner: BulkRunner<Item>): BulkRunning<Item> {
  const { announce } = useApp();
  const results = useSignal<ReadonlyMap<string, BulkResult>>(new Map());
  const isRunning = useSignal(false);
  const isStopped = useSignal(false);
  const tell = (id: string, result: BulkResult): void => {
    results.value = new Map(results.peek()).set(id, result);
  };
  const start = async (items: readonly Item[]): Promise<void> => {
    isRunning.value = true;
    isStopped.value = false;
    for (const { id } of items) tell(id, { state: 'waiting' });
    await runner(items, { tell, isStopped: () => isStopped.peek() });
    isRunning.value = false;
    announce(wordsOf([...results.peek().values()]));
  };
  const known = [...results.value.values()];
  return {
    results: results.value,
    isBegun: known.length > 0,
    isRunning: isRunning.value,
    unfinished: known.filter(isUnfinished).length,
    words: wordsOf(known),
    start,
    again: async (items) => {
      const before = results.peek();
      await start(items.filter(({ id }) => isUnfinished(before.get(id))));
    },
    stop: () => {
      isStopped.value = true;
    },
  };
}
