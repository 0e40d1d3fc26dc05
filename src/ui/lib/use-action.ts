import { useSignal } from '@preact/signals';
import { type Trouble, troubleFrom } from './problem.ts';

export interface Action<Input> {
  readonly pending: boolean;
  readonly trouble: Trouble | undefined;
  /** Answers whether it worked; what went wrong is kept in `trouble`. */
  readonly run: (input: Input) => Promise<boolean>;
  readonly forget: () => void;
}

/** An order of the viewer: whether it is under way, and in words why it failed. One at a time. */
export function useAction<Input>(perform: (input: Input) => Promise<void>): Action<Input> {
  const pending = useSignal(false);
  const trouble = useSignal<Trouble | undefined>(undefined);
  return {
    pending: pending.value,
    trouble: trouble.value,
    forget: () => {
      trouble.value = undefined;
    },
    run: async (input) => {
      if (pending.peek()) return false;
      pending.value = true;
      trouble.value = undefined;
      try {
        await perform(input);
        return true;
      } catch (thrown) {
        trouble.value = troubleFrom(thrown);
        return false;
      } finally {
        pending.value = false;
      }
    },
  };
}
