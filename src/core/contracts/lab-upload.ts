import * as z from 'zod';
import type { DefinitionContent } from '../domain/definition/index.ts';
import { type GradingEngineName, gradingEngines, rulesHash } from '../domain/grading/index.ts';
import {
  builtInNodeDefinitions,
  type LabNeeds,
  type NodeDefinitions,
  needsOf,
  type PortEntry,
  portTemplateOf,
  type Topology,
} from '../domain/topology/index.ts';
import { ok, type Result, reject, sha256 } from '../kernel/index.ts';
import { amountsOf, type PackageKeys } from './content-package.ts';
import { DefinitionView } from './definition.ts';
import { readGradingRules } from './grading.ts';
import { words } from './primitives.ts';
import { parseTopology } from './topology.ts';
import { Amounts } from './worker.ts';
import { type TextFault, yamlLimits } from './yaml-text.ts';

const minutes = z.int().min(5).max(1440);
/** The largest lab that people share publicly, with 300 nodes, is less than half of it. */
const maxLabCharacters = yamlLimits.characters;

function textUpTo(characters: number) {
  return z.string().max(characters, `longer than ${characters} characters, which is more than is taken here`);
}

/** A lab's file, as people hand it in. */
export const labYaml = textUpTo(maxLabCharacters).meta({ description: 'The lab as CML exports it' });

/** A lab as its author hands it in: the texts as they are, the rest may be left to us. */
export const LabUpload = z.strictObject({
  yaml: labYaml,
  slug: z
    .string()
    .max(60)
    .regex(/^[a-z\d]+(-[a-z\d]+)*$/, 'a slug has lower-case letters, digits and single hyphens')
    .optional()
    .meta({ description: 'Its name over all versions; left out: made of the title' }),
  title: words(200).optional().meta({ description: 'Left out: that of the lab' }),
  summary: words(1000).optional().meta({ description: 'Left out: the lab’s description' }),
  durationMinutes: minutes.default(60),
  maxDurationMinutes: minutes.optional().meta({ description: 'Left out: as long as the duration' }),
  grading: textUpTo(200_000).optional().meta({ description: 'Rules as in a content package’s grading.yaml' }),
  tasks: textUpTo(100_000).optional().meta({ description: 'Markdown for the candidate' }),
  gradingEngine: z
    .enum(gradingEngines)
    .optional()
    .meta({ description: 'Who grades its sessions; left out: the built-in engine' }),
  formQualifiedName: z
    .string()
    .max(200)
    .regex(/^[!-~]+( [!-~]+){5}$/, 'six parts, separated by one space each')
    .optional()
    .meta({
      description:
        'As the delivery system and an external grading engine know it; left out: one of its own for each version',
      examples: ['Exam Associate CCNA v1.1 LAB 1.1a'],
    }),
});
export type LabUpload = z.output<typeof LabUpload>;

export const uploadParts = ['yaml', 'grading', 'slug', 'title', 'maxDurationMinutes', 'gradingEngine'] as const;

export const UploadFault = z.object({
  part: z.enum(uploadParts).meta({ description: 'The field of the upload that is at fault' }),
  path: z.string(),
  message: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
});
export type UploadFault = z.output<typeof UploadFault>;

/** What an upload would become: the same reading as publishing it, and nothing is kept. */
export const LabCheck = z.object({
  outcome: z.enum(['new', 'new-version', 'unchanged', 'refused']),
  message: z.string().meta({ description: 'The outcome in words' }),
  slug: z.string(),
  title: z.string(),
  version: z.string().optional(),
  needs: Amounts.optional(),
  nodeCount: z.int().optional(),
  nodeDefinitions: z.array(z.string()).optional(),
  ports: z.array(z.object({ name: z.string(), label: z.string(), protocol: z.string() })).optional(),
  bootSeconds: z.number().optional(),
  warnings: z.array(z.string()),
  faults: z.array(UploadFault),
});
export type LabCheck = z.output<typeof LabCheck>;

export const UploadedDefinition = DefinitionView.extend({
  outcome: z.enum(['new', 'new-version', 'unchanged']),
  message: z.string().meta({ description: 'What came of the upload, in words' }),
});

/** An upload that can be published, with everything that is derived from it. */
export interface ReadLab {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly durationMinutes: number;
  readonly maxDurationMinutes: number;
  readonly topology: Topology;
  readonly needs: LabNeeds;
  readonly ports: readonly PortEntry[];
  readonly rulesHash: string | undefined;
  /** Absent: we grade. */
  readonly gradingEngine?: Exclude<GradingEngineName, 'built-in'> | undefined;
  readonly formQualifiedName?: string | undefined;
  /** Of all that its author said: the same upload again has the same. */
  readonly hash: string;
  readonly warnings: readonly string[];
}

export interface LabRejection {
  readonly slug: string;
  readonly title: string;
  readonly faults: readonly UploadFault[];
}

/** What an upload is read with: what is known of kinds of nodes here, and whether an engine outside is set up. */
export interface UploadSite {
  readonly nodeDefinitions: NodeDefinitions;
  readonly gradesOutside: boolean;
}

const nowhere: UploadSite = { nodeDefinitions: builtInNodeDefinitions, gradesOutside: false };

/** Reads all parts, so that one answer names every fault. */
export function readLab(upload: LabUpload, site: UploadSite = nowhere): Result<ReadLab, LabRejection> {
  const topology = parseTopology(upload.yaml);
  const lab = topology.ok ? topology.value : undefined;
  const named = namedBy(upload, lab);
  const grading = gradingFaults(upload.grading, lab);
  const faults = [
    ...(topology.ok ? labFaults(topology.value, named) : faultsOf('yaml', topology.rejection)),
    ...durationFaults(upload),
    ...engineFaults(upload, site),
    ...grading.faults,
  ];
  if (lab === undefined || faults.length > 0) return reject({ ...named, faults });
  return ok(derived(upload, { ...named, topology: lab, rulesHash: grading.hash }, site));
}

interface Named {
  readonly slug: string;
  readonly title: string;
}

function namedBy(upload: LabUpload, lab: Topology | undefined): Named {
  const title = upload.title ?? lab?.title.trim().slice(0, 200) ?? '';
  return { title, slug: upload.slug ?? slugOf(title) };
}

function derived(
  upload: LabUpload,
  lab: Named & { readonly topology: Topology; readonly rulesHash: string | undefined },
  { nodeDefinitions }: UploadSite,
): ReadLab {
  const { durationMinutes, maxDurationMinutes = durationMinutes, formQualifiedName } = upload;
  const { slug, title, topology } = lab;
  const needs = needsOf(topology, nodeDefinitions);
  // Said or left out is the same, and whoever says neither has the same hash as ever.
  const gradingEngine = upload.gradingEngine === 'external' ? upload.gradingEngine : undefined;
  const summary = upload.summary ?? (topology.description.trim().slice(0, 1000) || 'Uploaded without a description.');
  const said = { slug, title, summary, durationMinutes, maxDurationMinutes, gradingEngine, formQualifiedName };
  return {
    ...said,
    ...lab,
    needs,
    ports: portTemplateOf(topology),
    hash: sha256(JSON.stringify([said, upload.yaml, upload.grading ?? '', upload.tasks ?? ''])),
    warnings: warningsOf(topology, needs),
  };
}

export function faultsOf(part: UploadFault['part'], { others = [], ...first }: TextFault): readonly UploadFault[] {
  return [first, ...others].map(({ path, message, line, column }) => ({ part, path, message, line, column }));
}

function labFaults({ nodes }: Topology, { slug, title }: Named): readonly UploadFault[] {
  if (nodes.length === 0)
    return [{ part: 'yaml', path: 'nodes', message: 'there are none: nobody could do anything in this lab' }];
  if (title === '') return [{ part: 'title', path: '', message: 'the lab has no title: give it one' }];
  return slug === '' ? [{ part: 'slug', path: '', message: 'no slug can be made of the title: give one' }] : [];
}

function durationFaults({ durationMinutes, maxDurationMinutes }: LabUpload): readonly UploadFault[] {
  if (maxDurationMinutes === undefined || maxDurationMinutes >= durationMinutes) return [];
  return [{ part: 'maxDurationMinutes', path: '', message: 'is shorter than the duration' }];
}

function engineFaults({ gradingEngine }: LabUpload, { gradesOutside }: UploadSite): readonly UploadFault[] {
  if (gradingEngine !== 'external' || gradesOutside) return [];
  const message = 'no external grading engine is set up here (GRADING_ENGINE_URL): the built-in one can grade it';
  return [{ part: 'gradingEngine', path: '', message }];
}

interface Graded {
  readonly faults: readonly UploadFault[];
  readonly hash?: string | undefined;
}

/** Without a lab that can be read only the rules' own form can be looked at. */
function gradingFaults(yaml: string | undefined, topology: Topology | undefined): Graded {
  if (yaml === undefined || yaml.trim() === '') return { faults: [] };
  const rules = readGradingRules(yaml, topology);
  return rules.ok ? { faults: [], hash: rulesHash(rules.value) } : { faults: faultsOf('grading', rules.rejection) };
}

export function warningsOf({ nodes }: Topology, { unknownDefinitions, licensedNodes }: LabNeeds): readonly string[] {
  const labels = nodes.map(({ label }) => label);
  const twice = [...new Set(labels.filter((label, index) => labels.indexOf(label) < index))];
  return [
    ...unknownDefinitions.map(
      (kind) =>
        `The node definition ${kind} is not known here: what it needs is a guess, and a worker’s CML must have it.`,
    ),
    ...twice.map((label) => `Several nodes are called ${label}: grading rules cannot tell them apart.`),
    ...(licensedNodes === 0 ? ['No node in it takes a licence: there may be nothing to do in this lab.'] : []),
  ];
}

/** `VLANs: two switches` is `vlans-two-switches`. */
export function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const parts = plain.split(/[^a-z\d]+/).filter((part) => part !== '');
  return parts.join('-').slice(0, 60).replace(/-+$/, '');
}

/** What a definition remembers of an upload. */
export function uploadedContent(lab: ReadLab, version: string, keys: PackageKeys): DefinitionContent {
  const { slug, title, summary, durationMinutes, maxDurationMinutes, needs, ports, gradingEngine } = lab;
  return {
    ...keys,
    ...(gradingEngine !== undefined && { gradingEngine }),
    slug,
    version,
    title,
    summary,
    durationMinutes,
    maxDurationMinutes,
    ports,
    // Six parts, as the delivery system wants them; nobody has content of its own under the name that we make.
    formQualifiedName: lab.formQualifiedName ?? `Uploaded Lab by author ${slug} ${version}`,
    packageHash: lab.hash,
    needs: amountsOf(needs),
    nodeCount: needs.nodes,
    nodeDefinitions: needs.nodeDefinitions,
    bootSeconds: needs.bootSeconds,
    origin: 'upload',
  };
}
