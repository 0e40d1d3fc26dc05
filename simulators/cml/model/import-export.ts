import { stringify } from 'yaml';
import { redrawSmartAnnotations } from './annotations.ts';
import { type Cml, count, newId, Refusal } from './cml.ts';
import { findDefinition } from './definition-documents.ts';
import { refuseOn } from './faults.ts';
import { happens } from './happenings.ts';
import { newMac } from './interfaces.ts';
import { title as titleOf } from './labs.ts';
import type { Lab, Link, NetworkInterface, Node, Properties } from './state.ts';
import { type InterfaceFile, type NodeFile, readTopology, type TopologyFile } from './topology-file.ts';

export interface Imported {
  readonly id: string;
  readonly warnings: string[];
}

/** @throws Refusal when the file is not a topology */
export function importLab(cml: Cml, text: string, options: { title?: string | undefined; owner: string }): Imported {
  const file = readTopology(text);
  const { lab: properties, nodes: nodeFiles, links: linkFiles, annotations, smart_annotations: smart, ...rest } = file;
  const title = options.title ?? properties.title ?? `Lab at ${cml.clock.now()}`;
  if (title.length === 0 || title.length > 64)
    throw new Refusal(400, 'The title must have between 1 and 64 characters.');
  refuseOn(cml, 'disk-full', { subject: title, description: 'No space left on device' });
  const nodes = nodeFiles.map((node) => importNode(cml, node));
  const at = cml.clock.now();
  const warnings = warningsFor(cml, file);
  const lab: Lab = {
    id: newId(cml),
    createdAt: at,
    modifiedAt: at,
    owner: options.owner,
    properties: { ...properties, title, ...warned(properties.notes, warnings) },
    rest,
    nodes,
    links: linkFiles.map((link) => importLink(cml, link, nodes)),
    annotations: (annotations ?? []).map((one) => ({ id: newId(cml), properties: one })),
    smartAnnotations: (smart ?? []).map((one) => ({ id: newId(cml), properties: one, exported: true })),
    sections: ['annotations', 'smart_annotations'].filter((name) => name in file),
    groups: [],
    users: [],
  };
  redrawSmartAnnotations(cml, lab);
  cml.state.labs.push(lab);
  count(cml, `import:${title}`);
  tell(cml, lab, ['ADD', 'import_lab']);
  return { id: lab.id, warnings };
}

function tell(cml: Cml, lab: Lab, [event, category]: readonly [string, string]): void {
  const data = { lab_id: lab.id, lab_title: titleOf(lab) };
  happens(cml, { category, event, element: 'LAB', id: lab.id, lab: lab.id, data });
}

function warningsFor(cml: Cml, file: TopologyFile): string[] {
  const missing = new Set(file.nodes.map(({ node_definition: id }) => id).filter((id) => !findDefinition(cml, id)));
  return [...missing].map((id) => `Node definition not found: ${id}`);
}

/** Whoever opens the lab later reads them in its notes, for nobody keeps the answer to an import. */
function warned(notes: unknown, warnings: readonly string[]): { notes?: string } {
  if (warnings.length === 0) return {};
  return { notes: [...(typeof notes === 'string' && notes !== '' ? [notes] : []), ...warnings].join('\n') };
}

function importNode(cml: Cml, file: NodeFile): Node {
  const { id: fileId, interfaces, ...properties } = file;
  const own = (interfaces ?? []).map((one) => importInterface(cml, one));
  return {
    id: newId(cml),
    fileId,
    properties,
    listsInterfaces: interfaces !== undefined,
    interfaces: own,
    power: { is: 'off' },
    consoleKey: newId(cml),
    vncKey: newId(cml),
    log: [],
  };
}

function importInterface(cml: Cml, file: InterfaceFile): NetworkInterface {
  const { id: fileId, ...properties } = file;
  return { id: newId(cml), fileId, mac: newMac(cml), properties };
}

function importLink(cml: Cml, file: TopologyFile['links'][number], nodes: readonly Node[]): Link {
  const { id: fileId, n1, n2, i1, i2, ...properties } = file;
  const end = (nodeId: string, interfaceId: string): string => {
    const node = nodes.find((one) => one.fileId === nodeId);
    const found = node?.interfaces.find((one) => one.fileId === interfaceId);
    if (found) return found.id;
    throw new Refusal(400, `Link ${fileId} refers to unknown interface ${interfaceId} of node ${nodeId}.`);
  };
  return { id: newId(cml), fileId, properties, a: end(n1, i1), b: end(n2, i2) };
}

function exportNode(node: Node): Properties {
  const interfaces = node.interfaces.map((one) => ({ id: one.fileId, ...one.properties }));
  const listed = interfaces.length > 0 || node.listsInterfaces;
  return { id: node.fileId, ...node.properties, ...(listed && { interfaces }) };
}

function exportLink(lab: Lab, link: Link): Properties {
  const end = (interfaceId: string): [string, string] => {
    const node = lab.nodes.find(({ interfaces }) => interfaces.some(({ id }) => id === interfaceId));
    const found = node?.interfaces.find(({ id }) => id === interfaceId);
    return [node?.fileId ?? '', found?.fileId ?? ''];
  };
  const [n1, i1] = end(link.a);
  const [n2, i2] = end(link.b);
  return { id: link.fileId, n1, n2, i1, i2, ...link.properties };
}

/** The lab as a document: what came in, with what was changed since. */
export function labDocument(lab: Lab): Properties {
  const smart = lab.smartAnnotations.filter(({ exported }) => exported).map(({ properties }) => properties);
  const annotations = lab.annotations.map(({ properties }) => properties);
  return {
    ...((annotations.length > 0 || lab.sections.includes('annotations')) && { annotations }),
    ...((smart.length > 0 || lab.sections.includes('smart_annotations')) && { smart_annotations: smart }),
    nodes: lab.nodes.map(exportNode),
    links: lab.links.map((link) => exportLink(lab, link)),
    lab: lab.properties,
    ...lab.rest,
  };
}

export function exportLab(cml: Cml, lab: Lab): string {
  tell(cml, lab, ['EXPORT', 'export_lab']);
  return stringify(labDocument(lab), { lineWidth: 0 });
}
