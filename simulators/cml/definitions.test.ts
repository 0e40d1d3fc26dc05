import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { Refusal } from './model/cml.ts';
import {
  addImageDefinition,
  addNodeDefinition,
  changeNodeDefinition,
  lockNodeDefinition,
  removeImageDefinition,
  removeNodeDefinition,
} from './model/custom-definitions.ts';
import { allDefinitionDocuments, definitionDocument, imageDocuments } from './model/definition-documents.ts';
import { builtInDefinitions } from './model/definitions.ts';
import { createLab, deleteLab } from './model/labs.ts';
import { CmlModel } from './model/model.ts';
import { createNode } from './model/nodes.ts';

const router = definitionDocument(builtInDefinitions.find(({ id }) => id === 'iosv') ?? never());
const own = { ...router, id: 'own', general: { nature: 'router', description: '', read_only: false } };
const image = { id: 'own-1', node_definition_id: 'own', label: 'Own 1' };

function never(): never {
  throw new Error('there is always an iosv');
}

function aServer(): CmlModel {
  return new CmlModel({ clock: new FakeClock(1_700_000_000_000), random: new SeededRandom(1) }).skipBoot();
}

function statusOf(act: () => void): number {
  try {
    act();
    return 204;
  } catch (error) {
    if (error instanceof Refusal) return error.status;
    throw error;
  }
}

test('ids of definitions and images are one of a kind', () => {
  const model = aServer();
  for (const documents of [allDefinitionDocuments(model), imageDocuments(model)]) {
    const ids = documents.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('what the server came with is neither added again, nor changed, nor deleted', () => {
  const model = aServer();
  expect(statusOf(() => addNodeDefinition(model, { ...router, id: 'iosv' }))).toBe(400);
  expect(statusOf(() => changeNodeDefinition(model, { ...router, id: 'iosv' }))).toBe(400);
  expect(statusOf(() => removeNodeDefinition(model, 'iosv'))).toBe(400);
  expect(statusOf(() => removeImageDefinition(model, 'iosv-159-3-m3'))).toBe(400);
  expect(statusOf(() => removeNodeDefinition(model, 'nobody'))).toBe(404);
});

test('what is in use is not deleted: a definition with images or nodes, an image with nodes', () => {
  const model = aServer();
  addNodeDefinition(model, own);
  addImageDefinition(model, image);
  expect(statusOf(() => removeNodeDefinition(model, 'own'))).toBe(400);
  const lab = createLab(model, model.state.users[0]?.id ?? '', { title: 'mine' });
  const properties = { label: 'R1', x: 0, y: 0, node_definition: 'own', image_definition: 'own-1' };
  createNode(model, lab, { properties, populated: true });
  expect(statusOf(() => removeImageDefinition(model, 'own-1'))).toBe(400);
  deleteLab(model, lab);
  expect(statusOf(() => removeImageDefinition(model, 'own-1'))).toBe(204);
  expect(statusOf(() => removeNodeDefinition(model, 'own'))).toBe(204);
  expect(statusOf(() => removeNodeDefinition(model, 'own'))).toBe(404);
});

test('a definition that was locked is kept until it is unlocked', () => {
  const model = aServer();
  addNodeDefinition(model, own);
  lockNodeDefinition(model, 'own', true);
  expect(statusOf(() => changeNodeDefinition(model, own))).toBe(400);
  expect(statusOf(() => removeNodeDefinition(model, 'own'))).toBe(400);
  lockNodeDefinition(model, 'own', false);
  expect(statusOf(() => changeNodeDefinition(model, own))).toBe(204);
  expect(statusOf(() => removeNodeDefinition(model, 'own'))).toBe(204);
});

test('an image is for a definition that is there', () => {
  expect(statusOf(() => addImageDefinition(aServer(), image))).toBe(400);
});
