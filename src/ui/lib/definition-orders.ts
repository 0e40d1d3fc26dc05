import { type Actor, whyNot } from '@lcm/core/domain/access';
import { definitionTransitions } from '@lcm/core/domain/definition';
import { humanize, plural } from './format.ts';
import type { Definition } from './views.ts';

interface DefinitionOrder {
  readonly label: string;
  readonly to: Definition['status'];
  readonly consequence: string;
  readonly danger: boolean;
}

/** What authors make of a definition, and what it means for everybody else. */
export const definitionOrders = {
  activate: { label: 'Activate', to: 'active', consequence: 'It can be booked again.', danger: false },
  deactivate: {
    label: 'Deactivate',
    to: 'inactive',
    consequence: 'It cannot be booked until it is activated again. Sessions that are booked keep it.',
    danger: true,
  },
  deprecate: {
    label: 'Deprecate',
    to: 'deprecated',
    consequence: 'It is never booked again. Sessions that are booked keep it, and can be graded again.',
    danger: true,
  },
  archive: {
    label: 'Archive',
    to: 'archived',
    consequence: 'It is put away as it is: not booked and not changed any more. Sessions that are booked keep it.',
    danger: true,
  },
  delete: {
    label: 'Delete',
    to: 'deleted',
    consequence:
      'It leaves the catalogue for good. Its history stays, and what ended sessions of it have. A content package with the same content does not bring it back. This cannot be undone.',
    danger: true,
  },
} as const satisfies Record<string, DefinitionOrder>;

export type DefinitionCommand = keyof typeof definitionOrders;

export function whyNotDefinition(actor: Actor, command: DefinitionCommand, definition: Definition): string | undefined {
  const access = whyNot(actor, 'definition:write');
  if (access !== undefined) return access;
  const { to } = definitionOrders[command];
  if (definition.status === to) return `It is already ${to}`;
  const next: readonly string[] = definitionTransitions[definition.status];
  return next.includes(to) ? undefined : `Not possible while it is ${humanize(definition.status).toLowerCase()}`;
}

/** Beyond the order itself: what is used is not deleted. `open` counts the sessions of it that the viewer sees. */
export function whyNotDelete(actor: Actor, definition: Definition, open: number): string | undefined {
  const refused = whyNotDefinition(actor, 'delete', definition);
  if (refused !== undefined || open === 0) return refused;
  return `${plural(open, 'session')} of it ${open === 1 ? 'has' : 'have'} not ended: archive it instead`;
}

/** Of what can be changed in a version: its name, durations, needs and ports. */
export function whyNotEdit(actor: Actor, { status }: Definition): string | undefined {
  const access = whyNot(actor, 'definition:write');
  if (access !== undefined) return access;
  return status === 'archived' || status === 'deleted' ? `What is ${status} is not changed any more` : undefined;
}
