import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface ScrollView {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly top: number;
  readonly height: number;
  readonly onScroll: () => void;
}

/** Coarse enough that scrolling by a few pixels draws nothing anew. */
const step = 100;

/** Which part of something long is in sight, while it is scrolled and while its size changes. */
export function useScrollView(): ScrollView {
  const element = useRef<HTMLDivElement>(null);
  const view = useSignal({ top: 0, height: 800 });
  const look = (): void => {
    const { scrollTop = 0, clientHeight = 800 } = element.current ?? {};
    const top = Math.floor(scrollTop / step) * step;
    const { top: last, height } = view.peek();
    if (top !== last || clientHeight !== height) view.value = { top, height: clientHeight };
  };
  useEffect(() => {
    const observer = new ResizeObserver(look);
    if (element.current !== null) observer.observe(element.current);
    look();
    return () => observer.disconnect();
  }, []);
  return { element, ...view.value, onScroll: look };
}
