import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';

/** Which rows are chosen, by id. What no longer matches is no longer chosen. */
export interface Selection {
  readonly ids: readonly string[];
  readonly has: (id: string) => boolean;
  /** With `isRange`, all between the last one and this one as well. */
  readonly toggle: (id: string, isRange: boolean) => void;
  readonly isWholePage: boolean;
  readonly togglePage: () => void;
  readonly chooseAll: () => void;
  readonly clear: () => void;
}

export interface Choosable {
  /** All that match, in their order, but those that cannot be chosen. */
  readonly all: readonly string[];
  readonly page: readonly string[];
}

/** The ids from one to the other in the order of the list, both included; only the second when the first is not there. */
export function rangeOf(ids: readonly string[], from: string | undefined, to: string): readonly string[] {
  const [a, b] = [ids.indexOf(from ?? ''), ids.indexOf(to)];
  return a === -1 || b === -1 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export function useSelection({ all, page }: Choosable): Selection {
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const last = useRef<string | undefined>(undefined);
  const ids = all.filter((id) => chosen.value.has(id));
  const set = (wanted: readonly string[], isIn: boolean): void => {
    const next = new Set(ids);
    for (const id of wanted) {
      if (isIn) next.add(id);
      else next.delete(id);
    }
    chosen.value = next;
  };
  const isWholePage = page.length > 0 && page.every((id) => chosen.value.has(id));
  return {
    ids,
    has: (id) => chosen.value.has(id),
    toggle: (id, isRange) => {
      set(isRange ? rangeOf(all, last.current, id) : [id], !chosen.value.has(id));
      last.current = id;
    },
    isWholePage,
    togglePage: () => set(page, !isWholePage),
    chooseAll: () => set(all, true),
    clear: () => {
      chosen.value = new Set();
    },
  };
}
