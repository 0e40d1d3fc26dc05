import { useApp } from './app.ts';

/** A row costs a browser about a millisecond: all of a large fleet would keep a screen from showing for seconds. */
const step = 50;

export interface First<Item> {
  readonly items: readonly Item[];
  readonly hidden: number;
  readonly showMore: () => void;
}

/** The first rows of a long list, as many as the address asks for. */
export function useFirst<Item>(all: readonly Item[]): First<Item> {
  const { router } = useApp();
  const limit = limitOf(router.query.value.get('limit'));
  return {
    items: all.slice(0, limit),
    hidden: Math.max(0, all.length - limit),
    showMore: () => router.setQuery({ limit: String(limit + step) }),
  };
}

/** An address may say anything: what is no number of rows, or fewer than there are at first, counts for nothing. */
export function limitOf(asked: string | null): number {
  const limit = Number(asked);
  return Number.isInteger(limit) && limit > step ? limit : step;
}
