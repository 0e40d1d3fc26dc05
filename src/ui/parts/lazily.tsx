import { signal } from '@preact/signals';
import type { ComponentType, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Page } from './page.tsx';

/** A screen whose code is fetched when it is first shown, or before. */
export interface LazyScreen<Props> {
  (props: Props): VNode;
  /** Resolves when it is there, or cannot be had now. */
  readonly load: () => Promise<void>;
}

export function lazily<Props extends object>(fetch: () => Promise<ComponentType<Props>>): LazyScreen<Props> {
  const found = signal<ComponentType<Props> | undefined>(undefined);
  const failed = signal(false);
  let asked: Promise<void> | undefined;
  const load = (): Promise<void> => {
    asked ??= fetch().then(
      (screen) => void (found.value = screen),
      () => {
        // Asked for again by whoever comes back to it.
        asked = undefined;
        failed.value = true;
      },
    );
    return asked;
  };
  const screen = (props: Props): VNode => {
    useEffect(() => void load(), []);
    const Found = found.value;
    if (Found !== undefined) return <Found {...props} />;
    if (failed.value) return <NotFetched />;
    return <p role="status">Loading…</p>;
  };
  return Object.assign(screen, { load });
}

/** Its file has another name once the server is a newer version; all else is the network. */
function NotFetched(): VNode {
  return (
    <Page title="This page could not be loaded">
      <p>The server may have been updated, or it does not answer. What you see elsewhere stays as it is.</p>
      <button type="button" class="btn btn-primary" onClick={() => window.location.reload()}>
        Load it again
      </button>
    </Page>
  );
}
