import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { type Block, blockLines } from '../lib/time-plan.ts';

export interface BlockTipsProps {
  /** The blocks of these children, by their `data-block`. */
  readonly blockOf: (id: string) => Block | undefined;
  readonly children: ComponentChildren;
}

interface Shown {
  readonly block: Block;
  readonly left: number;
  readonly top: number;
}

const widest = 360;
const highest = 150;

/** Below what it is about; above it where there is no room. */
function placeOf(element: Element, block: Block): Shown {
  const { left, top, bottom } = element.getBoundingClientRect();
  const isLow = bottom + highest > window.innerHeight;
  return {
    block,
    left: Math.max(8, Math.min(left, window.innerWidth - widest)),
    top: isLow ? Math.max(8, top - highest) : bottom,
  };
}

/** Says what a block is about while it is pointed at or has the focus; Escape puts it away. */
export function BlockTips({ blockOf, children }: BlockTipsProps): VNode {
  const shown = useSignal<Shown | undefined>(undefined);
  const hide = (): void => {
    shown.value = undefined;
  };
  const show = ({ target }: Event): void => {
    // A tip stays while the pointer is on it, so that it can be read with a magnifier.
    if (!(target instanceof Element) || target.closest('.block-tip') !== null) return;
    const element = target.closest('[data-block]');
    const block = blockOf(element?.getAttribute('data-block') ?? '');
    shown.value = element === null || block === undefined ? undefined : placeOf(element, block);
  };
  const follow = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void => {
    const block = shown.peek()?.block;
    if (block === undefined) return;
    const element = currentTarget.querySelector(`[data-block="${CSS.escape(block.id)}"]`);
    shown.value = element === null ? undefined : placeOf(element, block);
  };
  return (
    <div
      onPointerOver={show}
      onPointerLeave={hide}
      onFocusIn={show}
      onFocusOut={hide}
      onScrollCapture={follow}
      onKeyDown={({ key }) => {
        if (key === 'Escape') hide();
      }}
    >
      {children}
      {shown.value !== undefined && <Tip {...shown.value} />}
    </div>
  );
}

/** In the top layer, where nothing clips it. The label of the block says the same to screen readers. */
function Tip({ block, left, top }: Shown): VNode {
  const { now } = useApp();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.showPopover(), []);
  return (
    <div
      ref={element}
      popover="manual"
      class="block-tip"
      aria-hidden="true"
      style={{ left: `${left}px`, top: `${top}px` }}
    >
      {blockLines(block, now.peek()).map((line, index) => (
        <div key={line} class={index === 0 ? 'fw-semibold' : ''}>
          {line}
        </div>
      ))}
    </div>
  );
}
