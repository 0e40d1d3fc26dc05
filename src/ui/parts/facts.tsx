import type { ComponentChildren, VNode } from 'preact';

/** Pairs of a word and what it is; those without a value are left out. */
export function Facts({ items }: { readonly items: readonly (readonly [string, ComponentChildren])[] }): VNode {
  return (
    <dl class="facts">
      {items
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
