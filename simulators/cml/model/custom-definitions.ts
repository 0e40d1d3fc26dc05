import { z } from 'zod';
import { type Cml, Refusal } from './cml.ts';
import {
  allDefinitionDocuments,
  definitionFrom,
  findDefinition,
  imageDocuments,
  isLocked,
} from './definition-documents.ts';
import { definitionId } from './power.ts';
import type { Node, Properties } from './state.ts';

/** What people add to the definitions a server comes with, change and take away again. */

type Document = Properties & { readonly id: string };

/** @throws Refusal unless there is none of that name */
export function addNodeDefinition(cml: Cml, document: Document): void {
  checkNodeDefinition(document);
  if (findDefinition(cml, document.id)) throw new Refusal(400, `Node definition already exists: ${document.id}`);
  cml.state.nodeDefinitions.push(document);
}

/** @throws Refusal unless there is one that may be changed */
export function changeNodeDefinition(cml: Cml, document: Document): void {
  checkNodeDefinition(document);
  const known = customNode(cml, document.id);
  if (isLocked(known)) throw readOnly('Node', document.id);
  cml.state.nodeDefinitions = cml.state.nodeDefinitions.map((one) => (one === known ? document : one));
}

/** @throws Refusal */
export function removeNodeDefinition(cml: Cml, id: string): void {
  const known = customNode(cml, id);
  if (isLocked(known)) throw readOnly('Node', id);
  const isUsed = nodesOf(cml).some((node) => definitionId(node) === id);
  const hasImages = imageDocuments(cml).some((image) => image['node_definition_id'] === id);
  if (isUsed || hasImages) throw new Refusal(400, `Node definition is in use: ${id}`);
  cml.state.nodeDefinitions = cml.state.nodeDefinitions.filter((one) => one !== known);
}

/** @throws Refusal for a definition that the server came with */
export function lockNodeDefinition(cml: Cml, id: string, isReadOnly: boolean): Properties {
  const known = customNode(cml, id);
  const general = z.looseObject({}).catch({}).parse(known['general']);
  return Object.assign(known, { general: { ...general, read_only: isReadOnly } });
}

function customNode(cml: Cml, id: string): Properties {
  return custom(id, { kind: 'Node', added: cml.state.nodeDefinitions, all: allDefinitionDocuments(cml) });
}

function checkNodeDefinition(document: unknown): void {
  try {
    definitionFrom(document);
  } catch (error) {
    const where = error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : '';
    throw new Refusal(400, `Node definition is not valid: ${where}`);
  }
}

/** @throws Refusal unless it is for a definition that is there, and there is none of that name */
export function addImageDefinition(cml: Cml, document: Document): void {
  checkImageDefinition(cml, document);
  if (imageDocuments(cml).some(({ id }) => id === document.id))
    throw new Refusal(400, `Image definition already exists: ${document.id}`);
  cml.state.imageDefinitions.push(document);
}

/** @throws Refusal unless there is one that may be changed */
export function changeImageDefinition(cml: Cml, document: Document): void {
  checkImageDefinition(cml, document);
  const known = customImage(cml, document.id);
  if (isLocked(known)) throw readOnly('Image', document.id);
  cml.state.imageDefinitions = cml.state.imageDefinitions.map((one) => (one === known ? document : one));
}

/** @throws Refusal */
export function removeImageDefinition(cml: Cml, id: string): void {
  const known = customImage(cml, id);
  if (isLocked(known)) throw readOnly('Image', id);
  if (nodesOf(cml).some(({ properties }) => properties['image_definition'] === id))
    throw new Refusal(400, `Image definition is in use: ${id}`);
  cml.state.imageDefinitions = cml.state.imageDefinitions.filter((one) => one !== known);
}

/** @throws Refusal for an image that the server came with */
export function lockImageDefinition(cml: Cml, id: string, isReadOnly: boolean): Properties {
  return Object.assign(customImage(cml, id), { read_only: isReadOnly });
}

function customImage(cml: Cml, id: string): Properties {
  return custom(id, { kind: 'Image', added: cml.state.imageDefinitions, all: imageDocuments(cml) });
}

function checkImageDefinition(cml: Cml, document: Document): void {
  const definition = z.string().safeParse(document['node_definition_id']).data ?? '';
  if (!findDefinition(cml, definition)) throw new Refusal(400, `Node definition not found: ${definition}`);
}

interface Shelf {
  readonly kind: 'Node' | 'Image';
  readonly added: readonly Properties[];
  readonly all: readonly Properties[];
}

function custom(id: string, { kind, added, all }: Shelf): Properties {
  const known = added.find((one) => one['id'] === id);
  if (known) return known;
  throw all.some((one) => one['id'] === id)
    ? readOnly(kind, id)
    : new Refusal(404, `${kind} definition not found: ${id}`);
}

function readOnly(kind: string, id: string): Refusal {
  return new Refusal(400, `${kind} definition is read-only: ${id}`);
}

function nodesOf(cml: Cml): Node[] {
  return cml.state.labs.flatMap(({ nodes }) => nodes);
}
