import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { type Cml, Refusal } from '../model/cml.ts';
import {
  addImageDefinition,
  addNodeDefinition,
  changeImageDefinition,
  changeNodeDefinition,
  lockImageDefinition,
  lockNodeDefinition,
  removeImageDefinition,
  removeNodeDefinition,
} from '../model/custom-definitions.ts';
import { allDefinitionDocuments, findDefinition, imageDocuments, simplified } from '../model/definition-documents.ts';
import { type Answer, body, type Call, check, done, flag, ok, type Route, route, text } from './route.ts';

const named = z.looseObject({ id: z.string().min(1).max(250) });

/** JSON is YAML: both are read the same way. */
function uploaded(call: Call): z.infer<typeof named> {
  const document = (() => {
    try {
      return parse(call.body);
    } catch {
      throw new Refusal(400, 'Definition is neither YAML nor JSON.');
    }
  })();
  return check(named, document);
}

export function allSimplified(cml: Cml): unknown[] {
  const definitions = allDefinitionDocuments(cml).map((document) => findDefinition(cml, String(document['id'])));
  return definitions.flatMap((one) => (one ? [simplified(cml, one)] : []));
}

function found(documents: readonly Record<string, unknown>[], call: Call): Answer {
  const document = documents.find((one) => one['id'] === call.params['id']);
  if (!document) throw new Refusal(404, `Definition not found: ${call.params['id']}`);
  return flag(call, 'json') ? ok(document) : text(stringify(document), 'text/yaml; charset=utf-8');
}

/** One that takes a document, and answers with its id. */
function taking(take: (cml: Cml, document: z.infer<typeof named>) => void): Route['handle'] {
  return (call) => {
    const document = uploaded(call);
    take(call.cml, document);
    return ok(document.id);
  };
}

function removing(remove: (cml: Cml, id: string) => void): Route['handle'] {
  return ({ cml, params }) => {
    remove(cml, params['id'] ?? '');
    return done;
  };
}

function locking(lock: (cml: Cml, id: string, isReadOnly: boolean) => unknown): Route['handle'] {
  return (call) => ok(lock(call.cml, call.params['id'] ?? '', body(call, z.boolean())));
}

export const definitionRoutes: readonly Route[] = [
  route(['GET', '/node_definitions', 'user', 'node-definitions'], ({ cml }) => ok(allDefinitionDocuments(cml))),
  route(['POST', '/node_definitions', 'admin', 'add-node-definition'], taking(addNodeDefinition)),
  route(['PUT', '/node_definitions', 'admin'], taking(changeNodeDefinition)),
  route(['GET', '/node_definitions/:id'], (call) => found(allDefinitionDocuments(call.cml), call)),
  route(['DELETE', '/node_definitions/:id', 'admin'], removing(removeNodeDefinition)),
  route(['PUT', '/node_definitions/:id/read_only', 'admin'], locking(lockNodeDefinition)),
  route(['GET', '/node_definitions/:id/image_definitions'], (call) =>
    ok(imageDocuments(call.cml).filter((one) => one['node_definition_id'] === call.params['id'])),
  ),
  route(['GET', '/simplified_node_definitions', 'user', 'simplified-node-definitions'], ({ cml }) =>
    ok(allSimplified(cml)),
  ),
  route(['GET', '/node_definition_schema'], () => ok({ type: 'object' })),
  route(['GET', '/image_definition_schema'], () => ok({ type: 'object' })),
  route(['GET', '/image_definitions', 'user', 'image-definitions'], ({ cml }) => ok(imageDocuments(cml))),
  route(['POST', '/image_definitions', 'admin', 'add-image-definition'], taking(addImageDefinition)),
  route(['PUT', '/image_definitions', 'admin'], taking(changeImageDefinition)),
  route(['GET', '/image_definitions/:id'], (call) => found(imageDocuments(call.cml), call)),
  route(['DELETE', '/image_definitions/:id', 'admin'], removing(removeImageDefinition)),
  route(['PUT', '/image_definitions/:id/read_only', 'admin'], locking(lockImageDefinition)),
  route(['GET', '/list_image_definition_drop_folder'], () => ok([])),
];
