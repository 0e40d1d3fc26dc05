import * as z from 'zod';
import type { DefinitionContent } from '../domain/definition/index.ts';
import { type GradingRules, gradingEngines, type RulesProblem, rulesHash } from '../domain/grading/index.ts';
import {
  builtInNodeDefinitions,
  type LabNeeds,
  type NodeDefinitions,
  needsOf,
  type PortEntry,
  portTemplateOf,
  type Topology,
} from '../domain/topology/index.ts';
import type { Amounts } from '../domain/worker/index.ts';
import { ok, type Result, reject, sha256 } from '../kernel/index.ts';
import { CmlVersions } from './cml-versions.ts';
import { CaptureWish } from './definition.ts';
import { readGradingRules } from './grading.ts';
import { parseTopology } from './topology.ts';
import { readYaml, type TextFault } from './yaml-text.ts';

/** `package.yaml`: what a lab is called and how long it runs. */
export const PackageFile = z
  .strictObject({
    format: z.literal('lcm-content/1'),
    slug: z.string().regex(/^[a-z\d]+(-[a-z\d]+)*$/, 'a slug has lower-case letters, digits and hyphens'),
    title: z.string().min(1).max(200),
    version: z.string().regex(/^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/, 'a version is major.minor.patch'),
    formQualifiedName: z.string().regex(/^\S+( \S+){5}$/, 'six parts, separated by one space each'),
    summary: z.string().min(1).max(1000),
    durationMinutes: z.int().min(5).max(1440),
    maxDurationMinutes: z.int().min(5).max(1440),
    allowsReset: z.boolean().optional(),
    captures: z.array(CaptureWish).min(1).max(4).optional(),
    cmlVersions: CmlVersions.optional(),
    gradingEngine: z.enum(gradingEngines, `is no grading engine: ${gradingEngines.join(' or ')}`).optional(),
    source: z.strictObject({ repository: z.string(), path: z.string(), license: z.string() }),
  })
  .refine(({ durationMinutes, maxDurationMinutes }) => durationMinutes <= maxDurationMinutes, {
    path: ['maxDurationMinutes'],
    message: 'is shorter than the duration',
  });
export type PackageFile = z.output<typeof PackageFile>;

/** One lab with everything the platform derives from its files. */
export interface ContentPackage {
  readonly manifest: PackageFile;
  /** Byte for byte what a worker's CML imports. */
  readonly cmlYaml: string;
  readonly topology: Topology;
  readonly solution?: Topology | undefined;
  readonly needs: LabNeeds;
  readonly portTemplate: readonly PortEntry[];
  /** Markdown for the candidate; empty when there is none. */
  readonly tasks: string;
  readonly rules?: GradingRules | undefined;
  readonly rulesHash?: string | undefined;
  /** Changes exactly when a file of the package changes. */
  readonly packageHash: string;
}

export interface ContentRejection extends TextFault {
  readonly code: 'content.missing-file' | 'content.invalid';
  readonly file: string;
  /** Everything that is wrong with rules that could be read. */
  readonly problems?: readonly RulesProblem[] | undefined;
}

type Read<Value> = Result<Value, ContentRejection>;

/** Reads a package from its files by name (`package.yaml`, `cml.yaml`, ...). Nothing is taken from a package with a fault. */
export function readContentPackage(
  files: ReadonlyMap<string, string>,
  nodeDefinitions: NodeDefinitions = builtInNodeDefinitions,
): Read<ContentPackage> {
  const manifest = readFile(files, 'package.yaml', (text) => readManifest(text));
  if (!manifest.ok) return manifest;
  const lab = readLab(files, nodeDefinitions);
  if (!lab.ok) return lab;
  const fault = captureFault(manifest.value, lab.value.topology);
  if (fault !== undefined) return reject({ code: 'content.invalid', file: 'package.yaml', ...fault });
  const rules = readRules(files, lab.value.topology, nodeDefinitions);
  if (!rules.ok) return rules;
  return ok({
    manifest: manifest.value,
    ...lab.value,
    tasks: files.get('tasks.md') ?? '',
    rules: rules.value,
    rulesHash: rules.value && rulesHash(rules.value),
    packageHash: hashOf(files),
  });
}

/** Nobody finds out only from the evidence that a node is called otherwise. */
function captureFault({ captures = [] }: PackageFile, { nodes, links }: Topology): TextFault | undefined {
  const labelOf = new Map(nodes.map(({ id, label }) => [id, label]));
  const pairs = new Set(
    links.flatMap(({ a, b }) =>
      [a, b].map(({ node }, at, ends) => {
        return JSON.stringify([labelOf.get(node), labelOf.get(ends[1 - at]?.node ?? '')]);
      }),
    ),
  );
  const index = captures.findIndex(({ between }) => !pairs.has(JSON.stringify(between)));
  if (index === -1) return undefined;
  return {
    path: `captures.${index}.between`,
    message: `there is no cable between ${captures[index]?.between.join(' and ')}`,
  };
}

type Lab = Pick<ContentPackage, 'cmlYaml' | 'topology' | 'solution' | 'needs' | 'portTemplate'>;

function readLab(files: ReadonlyMap<string, string>, nodeDefinitions: NodeDefinitions): Read<Lab> {
  const read = readFile(files, 'cml.yaml', parseTopology);
  if (!read.ok) return read;
  const solution = readOptional(files, 'solution.yaml', parseTopology);
  if (!solution.ok) return solution;
  const topology = read.value;
  return ok({
    cmlYaml: files.get('cml.yaml') ?? '',
    topology,
    solution: solution.value,
    needs: needsOf(topology, nodeDefinitions),
    portTemplate: portTemplateOf(topology, nodeDefinitions),
  });
}

function readManifest(text: string): Result<PackageFile, TextFault> {
  const read = readYaml(text, PackageFile);
  return read.ok ? ok(read.value.value) : read;
}

type Parse<Value> = (text: string) => Result<Value, TextFault>;

function readFile<Value>(files: ReadonlyMap<string, string>, file: string, parse: Parse<Value>): Read<Value> {
  const text = files.get(file);
  if (text === undefined)
    return reject({ code: 'content.missing-file', file, path: '', message: `${file} is missing` });
  const parsed = parse(text);
  return parsed.ok ? parsed : reject({ ...parsed.rejection, code: 'content.invalid', file });
}

function readOptional<Value>(
  files: ReadonlyMap<string, string>,
  file: string,
  parse: Parse<Value>,
): Read<Value | undefined> {
  return files.has(file) ? readFile(files, file, parse) : ok(undefined);
}

function readRules(
  files: ReadonlyMap<string, string>,
  topology: Topology,
  nodeDefinitions: NodeDefinitions,
): Read<GradingRules | undefined> {
  return readOptional(files, 'grading.yaml', (text) => readGradingRules(text, topology, nodeDefinitions));
}

function hashOf(files: ReadonlyMap<string, string>): string {
  const names = [...files.keys()].toSorted();
  return sha256(JSON.stringify(names.map((name) => [name, sha256(files.get(name) ?? '')])));
}

/** Where the package's parts were stored. */
export type PackageKeys = Pick<DefinitionContent, 'topologyKey' | 'rulesKey' | 'tasksKey'>;

/** What a run takes from its worker's calendar. */
export function amountsOf({ cpuCores, memoryMiB, storageGiB, licensedNodes }: LabNeeds): Amounts {
  return { cpuCores, memoryMiB, storageGiB, nodes: licensedNodes };
}

/** What a definition remembers of a package, ready for `PublishDefinition`. */
export function definitionContentOf(content: ContentPackage, keys: PackageKeys): DefinitionContent {
  const { manifest, needs } = content;
  const { format: _format, source: _source, ...facts } = manifest;
  return {
    ...facts,
    ...keys,
    packageHash: content.packageHash,
    needs: amountsOf(needs),
    nodeCount: needs.nodes,
    nodeDefinitions: needs.nodeDefinitions,
    ports: content.portTemplate,
    bootSeconds: needs.bootSeconds,
  };
}
