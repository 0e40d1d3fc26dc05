import type { EvidencePackage } from '@lcm/core/contracts/evidence-package';
import type { SessionView } from '@lcm/core/contracts/session';
import type { CaptureWish } from '@lcm/core/domain/definition';
import { type Clock, type Instant, toIso } from '@lcm/core/kernel';
import type { CmlLab, CmlNode, CmlServer, CmlTopology, Unread } from '@lcm/core/ports/cml';
import { addCaptures, lacksLostCaptures } from './captures.ts';
import { orReason } from './or-reason.ts';
import { keptSource, PackageDraft } from './package-draft.ts';

/** What was kept of a node, and when it ran that. */
export interface LastKept {
  readonly label: string;
  readonly configuration: string;
  readonly at: Instant;
}

export interface Collecting {
  readonly session: SessionView;
  /** What of its packets the definition wants. */
  readonly captures: readonly CaptureWish[];
  /** Taken for nodes that refuse to be read. */
  readonly kept: readonly LastKept[];
  readonly lab: CmlLab;
  readonly cml: CmlServer;
  readonly clock: Clock;
}

export interface Collected {
  readonly evidence: EvidencePackage;
  /** Nodes that could not be read, and may be at another attempt. */
  readonly hopeful: readonly string[];
}

/**
 * Everything that is to be had of a lab. What cannot be had is listed with the reason, and keeps nothing else from being
 * collected. `initial` is what each node was started from, by its label. @throws CmlError when the host does not answer
 */
export async function collectEvidence(
  collecting: Collecting,
  initial: ReadonlyMap<string, string>,
): Promise<Collected> {
  const { lab, cml, session } = collecting;
  const draft = new PackageDraft({ ...collecting, kind: 'final' });
  const source = sourceOf(session, (await cml.system()).version);
  const hopeful = await addConfigurations(draft, collecting, source);
  for (const [node, text] of initial) {
    const { title, version } = session.definition;
    draft.add({ kind: 'initial-configuration', node, source: `${title} ${version}` }, text);
  }
  const reason = 'CML reads what a device runs, not what it has saved by itself';
  draft.lacks({ kind: 'startup-configuration', reason });
  const nodes = await cml.nodes(lab.id);
  for (const node of nodes) await addConsole(draft, collecting, { node, source });
  const drawn = await addStates(draft, collecting, source);
  await addDiagnostics(draft, collecting, { drawn, source });
  const goesOn = session.status === 'running';
  await addCaptures(draft, { lab, cml, goesOn }, { wishes: collecting.captures, source });
  if (collecting.captures.length > 0) lacksLostCaptures(draft, session);
  const links = drawn?.links.map(({ label, state }) => ({ label, state }));
  return { evidence: draft.finish({ nodes: nodes.map(toNodeFacts), ...(links && { links }) }), hopeful };
}

function sourceOf({ placement }: SessionView, version: string): string {
  return `CML ${version} on ${placement?.workerName ?? 'its worker'}`;
}

function toNodeFacts({ label, nodeDefinition, state }: CmlNode) {
  return { label, nodeDefinition, state };
}

async function addConfigurations(
  draft: PackageDraft,
  { lab, cml, kept }: Collecting,
  source: string,
): Promise<readonly string[]> {
  const hopeful: string[] = [];
  for (const { label, configuration, unread } of await cml.extractConfigurations(lab.id)) {
    if (unread === undefined) {
      draft.add({ kind: 'running-configuration', node: label, source }, configuration);
      continue;
    }
    if (unread.mayPass) hopeful.push(`${label}: ${unread.reason}`);
    addKept(draft, { node: label, unread }, kept);
  }
  return hopeful;
}

/** A node that is off is off: only of one that refuses what it ran before is taken. */
function addKept(
  draft: PackageDraft,
  { node, unread }: { readonly node: string; readonly unread: Unread },
  kept: readonly LastKept[],
): void {
  const of = { kind: 'running-configuration', node } as const;
  const known = unread.mayPass ? kept.find(({ label }) => label === node) : undefined;
  if (known === undefined) return draft.lacks({ ...of, reason: unread.reason });
  draft.lacks({ ...of, reason: `${unread.reason}: taken is what was kept of it` });
  draft.add({ ...of, source: keptSource, capturedAt: toIso(known.at) }, known.configuration);
}

async function addConsole(
  draft: PackageDraft,
  { lab, cml }: Collecting,
  { node, source }: { readonly node: CmlNode; readonly source: string },
): Promise<void> {
  const of = { kind: 'console-log', node: node.label } as const;
  const log = await orReason(cml.consoleLog(lab.id, node.id));
  if ('reason' in log) draft.lacks({ ...of, reason: log.reason });
  else if (log.value !== '') draft.add({ ...of, source }, log.value);
}

async function addStates(
  draft: PackageDraft,
  { lab, cml }: Collecting,
  source: string,
): Promise<CmlTopology | undefined> {
  const read = await orReason(cml.topology(lab.id));
  if ('reason' in read) {
    draft.lacks({ kind: 'states', reason: read.reason });
    return undefined;
  }
  const { nodes, links } = read.value;
  const states = {
    nodes: nodes.map(({ label, state, compute, interfaces }) => ({
      label,
      state,
      compute,
      interfaces: interfaces.map(({ label: name, state: is, mac, addresses }) => ({ name, state: is, mac, addresses })),
    })),
    links: links.map(({ label, state, conditioning }) => ({ label, state, conditioning })),
  };
  draft.add({ kind: 'states', source }, asText(states));
  return read.value;
}

interface Drawn {
  readonly drawn: CmlTopology | undefined;
  readonly source: string;
}

/** What its nodes and links use. Of this lab alone: what CML says of the whole host is about other people's labs too. */
async function addDiagnostics(draft: PackageDraft, { lab, cml }: Collecting, { drawn, source }: Drawn): Promise<void> {
  const read = await orReason(cml.statistics(lab.id));
  if ('reason' in read || read.value === undefined) {
    const reason = 'reason' in read ? read.reason : 'CML counts nothing while nothing runs';
    draft.lacks({ kind: 'diagnostics', reason });
    return;
  }
  const labelOf = new Map<string, string>(
    [...(drawn?.nodes ?? []), ...(drawn?.links ?? [])].map((one) => [one.id, one.label]),
  );
  const nodes = read.value.nodes.map(({ node, ...uses }) => ({ label: labelOf.get(node) ?? node, ...uses }));
  const links = read.value.links.map(({ link, ...uses }) => ({ label: labelOf.get(link) ?? link, ...uses }));
  const { title, state } = lab;
  draft.add({ kind: 'diagnostics', source }, asText({ lab: { title, state }, nodes, links }));
}

function asText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
