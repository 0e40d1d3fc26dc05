import { ContentSourceId, PackageId } from '@lcm/core/domain/content';
import type { ContentPackage, ContentSource, DefinitionNeeds } from '../lib/views.ts';
import { aDefinition } from './fixtures.ts';

const sourceId = ContentSourceId.parse('cnt_1');
const place = 's3://labs/packages';

function aPackage(at: (minutes: number) => string, fields: Partial<ContentPackage> = {}): ContentPackage {
  const { id, slug, title, version, packageHash: hash } = aDefinition();
  const line = {
    at: at(-90),
    result: 'published',
    message: `Version ${version} was made of it.`,
    version,
    hash,
  } as const;
  return {
    id: PackageId.parse('pkg_1'),
    sourceId,
    place,
    folder: slug,
    hash,
    slug,
    title,
    version,
    result: 'unchanged',
    message: line.message,
    definitionId: id,
    publishedVersion: version,
    definitionStatus: 'active',
    faults: [],
    foundAt: at(-9000),
    since: at(-90),
    log: [line, { ...line, at: at(-9000) }],
    ...fields,
  };
}

/** One that is as it was, one with faults, one that is not booked any more, and one that is gone. */
export function contentPackages(at: (minutes: number) => string): readonly ContentPackage[] {
  const faults = [
    { file: 'cml.yaml', line: 41, column: 7, message: 'nodes.3.node_definition: is missing' },
    { file: 'cml.yaml', line: 88, message: 'links.2.n1: there is no node n9' },
  ];
  const message = 'cml.yaml:41: nodes.3.node_definition: is missing, and 1 more';
  return [
    aPackage(at),
    aPackage(at, {
      id: PackageId.parse('pkg_2'),
      folder: 'prep-ospf',
      title: undefined,
      version: undefined,
      result: 'refused',
      message,
      faults,
      definitionId: undefined,
      publishedVersion: undefined,
      definitionStatus: undefined,
      since: at(-12),
      log: [{ at: at(-12), result: 'refused', message, hash: 'f00d' }],
    }),
    aPackage(at, {
      id: PackageId.parse('pkg_3'),
      folder: 'trunk-native-vlan',
      title: 'The native VLAN',
      result: 'withheld',
      message: 'This content is version 1.0.0, which is archived. A change of it makes a new one.',
      definitionStatus: 'archived',
    }),
    aPackage(at, { id: PackageId.parse('pkg_4'), folder: 'old-lab', title: 'Old lab', result: 'vanished' }),
  ];
}

export function contentSources(at: (minutes: number) => string): readonly ContentSource[] {
  const [, refused] = contentPackages(at);
  const lines =
    refused === undefined ? [] : [{ folder: refused.folder, result: refused.result, message: refused.message }];
  const run = { startedAt: at(-12), endedAt: at(-12), outcome: 'failed', summary: '1 refused', lines } as const;
  return [
    {
      id: sourceId,
      place,
      kind: 'bucket',
      status: 'faults',
      packages: { unchanged: 1, refused: 1, withheld: 1, vanished: 1 },
      runs: [run, { ...run, startedAt: at(-90), endedAt: at(-90), outcome: 'done', summary: '4 published', lines: [] }],
      schedule: {
        everyMs: 300_000,
        enabled: true,
        lastRun: {
          startedAt: at(-1),
          endedAt: at(-1),
          outcome: 'failed',
          summary: '0 published, 2 unchanged, 1 left out',
        },
        nextRunAt: at(4),
      },
    },
  ];
}

export function definitionNeeds(at: (minutes: number) => string): DefinitionNeeds {
  const { needs } = aDefinition();
  const p95 = { cpuCores: needs.cpuCores * 0.4, memoryMiB: needs.memoryMiB * 1.2, storageGiB: needs.storageGiB * 0.7 };
  return {
    inForce: needs,
    derived: needs,
    measured: { sessions: 34, p95, most: p95, from: at(-40_000), until: at(-120) },
    suggested: { cpuCores: 1, memoryMiB: Math.ceil(p95.memoryMiB), storageGiB: Math.ceil(p95.storageGiB) },
    learns: false,
  };
}
