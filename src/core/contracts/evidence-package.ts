import * as z from 'zod';
import type { Evidence } from '../domain/grading/index.ts';
import { fromIso } from '../kernel/index.ts';
import { CommandOutputs, EvidenceFile, NodeInterfaces } from './grading.ts';
import { filesInZip, isZip, zipOf } from './zip.ts';

export const evidenceKinds = [
  'running-configuration',
  'startup-configuration',
  'initial-configuration',
  'console-log',
  'command-outputs',
  'interfaces',
  'states',
  'diagnostics',
  'capture',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

const time = z.iso.datetime({ offset: true });

export const EvidenceFileNote = z.object({
  name: z.string().meta({ description: 'Its path in the archive', examples: ['configurations/R1.cfg'] }),
  kind: z.enum(evidenceKinds),
  node: z.string().optional().meta({ description: 'The label of the node it is about' }),
  link: z.string().optional().meta({ description: 'Of a capture: the label of its link' }),
  source: z.string().meta({ description: 'Who said it', examples: ['CML 2.9.1 on exam-room-1'] }),
  capturedAt: time,
  size: z.int().nonnegative().meta({ description: 'In bytes' }),
  sha256: z.string(),
});
export type EvidenceFileNote = z.output<typeof EvidenceFileNote>;

/** What was wanted and could not be had. */
export const EvidenceGap = z.object({
  kind: z.enum(evidenceKinds),
  node: z.string().optional(),
  link: z.string().optional(),
  reason: z.string(),
});
export type EvidenceGap = z.output<typeof EvidenceGap>;

/** `manifest.json` of a package: everything in it, by which anybody can check that nothing was changed. */
export const EvidenceManifest = z
  .object({
    format: z.literal('lcm-evidence/2'),
    kind: z.enum(['final', 'autosave']).meta({ description: 'At the end of a session, or while it ran' }),
    sessionId: z.string(),
    definition: z.object({ id: z.string(), title: z.string(), version: z.string() }),
    worker: z.string(),
    lab: z.string(),
    startedAt: time.optional(),
    endedAt: time.optional(),
    capturedAt: time,
    nodes: z.array(z.object({ label: z.string(), nodeDefinition: z.string(), state: z.string() })),
    links: z.array(z.object({ label: z.string(), state: z.string() })).optional(),
    files: z.array(EvidenceFileNote),
    missing: z.array(EvidenceGap),
  })
  .meta({ id: 'EvidenceManifest' });
export type EvidenceManifest = z.output<typeof EvidenceManifest>;

export interface EvidencePackage {
  readonly manifest: EvidenceManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const manifestFile = 'manifest.json';

/** One file that anybody can open; its SHA-256 is the key it is stored under. */
export function packEvidence({ manifest, files }: EvidencePackage): Uint8Array {
  const text = new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
  return zipOf(new Map([[manifestFile, text], ...files]), fromIso(manifest.capturedAt));
}

/** Also of what earlier versions stored. `undefined` when it is no evidence. */
export function unpackEvidence(stored: Uint8Array): EvidencePackage | undefined {
  if (!isZip(stored)) return fromText(new TextDecoder().decode(stored));
  const files = new Map(filesInZip(stored));
  const text = files.get(manifestFile);
  files.delete(manifestFile);
  const { data: manifest } = EvidenceManifest.safeParse(jsonIn(new TextDecoder().decode(text)));
  return manifest && { manifest, files };
}

/** The same as graders read it. */
export function evidenceForGrading({ manifest, files }: EvidencePackage): Evidence {
  const textOf = (node: string, kind: EvidenceKind): string | undefined => {
    const note = manifest.files.find((one) => one.node === node && one.kind === kind);
    const content = note && files.get(note.name);
    return content && new TextDecoder().decode(content);
  };
  const { sessionId, capturedAt, links } = manifest;
  const nodes = manifest.nodes.map((node) => ({
    ...node,
    running: textOf(node.label, 'running-configuration') ?? '',
    startup: textOf(node.label, 'startup-configuration'),
    consoleLog: textOf(node.label, 'console-log'),
    outputs: CommandOutputs.safeParse(jsonIn(textOf(node.label, 'command-outputs') ?? '')).data,
    interfaces: NodeInterfaces.safeParse(jsonIn(textOf(node.label, 'interfaces') ?? '')).data,
  }));
  return { sessionId, capturedAt, nodes, ...(links && { links }) };
}

/** What the first version kept: one JSON document, with the evidence in it a second time. */
const FirstPackage = z.object({
  format: z.literal('lcm-evidence/1'),
  manifest: EvidenceManifest.omit({ format: true, kind: true, nodes: true, links: true, missing: true }).extend({
    files: z.array(z.object({ name: z.string(), sha256: z.string() })),
  }),
  files: z.record(z.string(), z.string()),
  evidence: EvidenceFile,
});

function fromText(text: string): EvidencePackage | undefined {
  const first = FirstPackage.safeParse(jsonIn(text));
  if (!first.success) return undefined;
  const { manifest, files, evidence } = first.data;
  const contents = new Map(Object.entries(files).map(([name, one]) => [name, new TextEncoder().encode(one)]));
  const { worker, capturedAt } = manifest;
  const notes = manifest.files.map(({ name, sha256 }) => {
    const [, folder, node] = /^(\w+)\/(.*)\.\w+$/.exec(name) ?? [];
    const kind = folder === 'consoles' ? 'console-log' : 'running-configuration';
    return { name, kind, node, source: `CML on ${worker}`, capturedAt, size: contents.get(name)?.length ?? 0, sha256 };
  });
  const nodes = evidence.nodes.map(({ label, nodeDefinition, state }) => ({ label, nodeDefinition, state }));
  const whole = { ...manifest, format: 'lcm-evidence/2', kind: 'final', nodes, files: notes, missing: [] };
  return { manifest: EvidenceManifest.parse(whole), files: contents };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
