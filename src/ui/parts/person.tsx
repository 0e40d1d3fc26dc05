import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';

/** Whose it is: the viewer by name, others by the id that the identity provider gave them. */
export function Person({ id }: { readonly id: string }): VNode {
  const { me } = useApp();
  return id === me.value.id ? <span title={id}>{me.value.name} (you)</span> : <span>{id}</span>;
}
