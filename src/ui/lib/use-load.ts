import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Trouble, troubleFrom } from './problem.ts';

export interface Loaded<Value> {
  readonly value: Value | undefined;
  readonly trouble: Trouble | undefined;
  readonly loading: boolean;
}

/** Loads when `key` changes and keeps showing the last value meanwhile; an answer to an older key is dropped. */
export function useLoad<Value>(key: string | undefined, load: () => Promise<Value>): Loaded<Value> {
  const state = useSignal<Loaded<Value>>({ value: undefined, trouble: undefined, loading: key !== undefined });
  useEffect(() => {
    if (key === undefined) return undefined;
    let current = true;
    state.value = { ...state.peek(), loading: true };
    const show = async (): Promise<void> => {
      const next = await outcome(load, state.peek().value);
      if (current) state.value = next;
    };
    void show();
    return () => {
      current = false;
    };
  }, [key]);
  return state.value;
}

async function outcome<Value>(load: () => Promise<Value>, last: Value | undefined): Promise<Loaded<Value>> {
  try {
    return { value: await load(), trouble: undefined, loading: false };
  } catch (thrown) {
    return { value: last, trouble: troubleFrom(thrown), loading: false };
  }
}
