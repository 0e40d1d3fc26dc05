import { signal } from '@preact/signals';

/** What a viewer prefers, kept by their browser and nowhere else. */
export interface Kept {
  readonly get: (name: string) => string | undefined;
  /** Nothing: forgotten. */
  readonly set: (name: string, value: string | undefined) => void;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const prefix = 'lcm.';

/** A browser may refuse to keep anything: then it is kept as long as the page is open. */
export function createKept(open: () => Store): Kept {
  const changed = signal(0);
  const here = new Map<string, string | undefined>();
  return {
    get: (name) => {
      // Read so that whoever shows it is drawn again when it changes.
      void changed.value;
      return here.has(name) ? here.get(name) : readFrom(open, prefix + name);
    },
    set: (name, value) => {
      here.set(name, value);
      writeTo(open, prefix + name, value);
      changed.value += 1;
    },
  };
}

function readFrom(open: () => Store, key: string): string | undefined {
  try {
    return open().getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function writeTo(open: () => Store, key: string, value: string | undefined): void {
  try {
    if (value === undefined) open().removeItem(key);
    else open().setItem(key, value);
  } catch {
    // Full or forbidden: it is kept for this page.
  }
}
