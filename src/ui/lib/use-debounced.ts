import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from './app.ts';

/** The value once it has stayed the same for a while: what is being typed is not asked about letter by letter. */
export function useDebounced<Value>(value: Value, ms: number): Value {
  const { timing } = useApp();
  const settled = useSignal(value);
  useEffect(
    () =>
      timing.after(ms, () => {
        settled.value = value;
      }),
    [value],
  );
  return settled.value;
}
