import type { Cml } from './cml.ts';
import type { Link, Node } from './state.ts';

export function endCapture({ clock }: Pick<Cml, 'clock'>, { capture }: Link): void {
  if (capture !== undefined) capture.stoppedAt ??= clock.now();
}

/** Nothing comes from a node that is switched off. */
export function endCapturesAt(cml: Pick<Cml, 'clock' | 'state'>, node: Node): void {
  const lab = cml.state.labs.find(({ nodes }) => nodes.includes(node));
  const own = new Set(node.interfaces.map(({ id }) => id));
  for (const link of lab?.links ?? []) if (own.has(link.a) || own.has(link.b)) endCapture(cml, link);
}
