import { type DefinitionContent, DefinitionId } from '@lcm/core/domain/definition';
import type { Session } from '@lcm/core/domain/session';
import { needs } from './a-fleet.ts';

export const definitionId = DefinitionId.parse('def_bench');

export const content: DefinitionContent = {
  slug: 'bench',
  version: '1.0.0',
  title: 'Ten nodes',
  summary: 'Ten nodes',
  formQualifiedName: 'Exam BENCH 1.0',
  packageHash: 'a'.repeat(64),
  topologyKey: 'e'.repeat(64),
  needs,
  nodeCount: needs.nodes,
  nodeDefinitions: ['iol-xe'],
  ports: ['one', 'two'].map((name) => ({ name, label: name, protocol: 'serial' })),
  bootSeconds: 120,
  durationMinutes: 60,
  maxDurationMinutes: 90,
};

const { title, version, ports, bootSeconds, nodeDefinitions } = content;

/** The lab as a session keeps it. */
export const booked: Session['definition'] = {
  id: definitionId,
  title,
  version,
  needs,
  ports,
  bootSeconds,
  nodeDefinitions,
};
