import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { type Cml, Refusal } from '../model/cml.ts';
import {
  allDefinitionDocuments,
  definitionFrom,
  findDefinition,
  imageDocuments,
  simplified,
} from '../model/definition-documents.ts';
import { definitionId } from '../model/power.ts';
import { allNodes } from '../model/system.ts';
import { type Answer, type Call, check, done, flag, ok, type Route, route, text } from './route.ts';

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
  return definitions.filter((one) => one !== undefined).map(simplified);
}

function found(documents: readonly Record<string, unknown>[], call: Call): Answer {
  const document = documents.find((one) => one['id'] === call.params['id']);
  if (!document) throw new Refusal(404, `Definition not found: ${call.params['id']}`);
  return flag(call, 'json') ? ok(document) : text(stringify(document), 'text/yaml; charset=utf-8');
}

function checkNodeDefinition(document: unknown): void {
  try {
    definitionFrom(document);
  } catch (error) {
    throw new Refusal(
      400,
      `Node definition is not valid: ${error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : ''}`,
    );
  }
}

function putNodeDefinition(call: Call): Answer {
  const document = uploaded(call);
  checkNodeDefinition(document);
  const { state } = call.cml;
  state.nodeDefinitions = [...state.nodeDefinitions.filter((one) => one['id'] !== document.id), document];
  return ok(document.id);
}

function putImageDefinition(call: Call): Answer {
  const document = uploaded(call);
  const { state } = call.cml;
  state.imageDefinitions = [...state.imageDefinitions.filter((one) => one['id'] !== document.id), document];
  return ok(document.id);
}

export const definitionRoutes: readonly Route[] = [
  route(['GET', '/node_definitions', 'user', 'node-definitions'], ({ cml }) => ok(allDefinitionDocuments(cml))),
  route(['POST', '/node_definitions', 'admin'], putNodeDefinition),
  route(['PUT', '/node_definitions', 'admin'], putNodeDefinition),
  route(['GET', '/node_definitions/:id'], (call) => found(allDefinitionDocuments(call.cml), call)),
  route(['DELETE', '/node_definitions/:id', 'admin'], (call) => {
    const { state } = call.cml;
    const wanted = call.params['id'];
    if (allNodes(call.cml).some((node) => definitionId(node) === wanted))
      throw new Refusal(400, 'Node definition is in use.');
    const kept = state.nodeDefinitions.filter((one) => one['id'] !== wanted);
    if (kept.length === state.nodeDefinitions.length) {
      const known = findDefinition(call.cml, wanted ?? '');
      throw known
        ? new Refusal(400, 'Node definition is read-only.')
        : new Refusal(404, `Definition not found: ${wanted}`);
    }
    state.nodeDefinitions = kept;
    return done;
  }),
  route(['PUT', '/node_definitions/:id/read_only', 'admin'], (call) => ok(call.params['id'])),
  route(['GET', '/node_definitions/:id/image_definitions'], (call) =>
    ok(imageDocuments(call.cml).filter((one) => one['node_definition_id'] === call.params['id'])),
  ),
  route(['GET', '/simplified_node_definitions', 'user', 'simplified-node-definitions'], ({ cml }) =>
    ok(allSimplified(cml)),
  ),
  route(['GET', '/node_definition_schema'], () => ok({ type: 'object' })),
  route(['GET', '/image_definition_schema'], () => ok({ type: 'object' })),
  route(['GET', '/image_definitions'], ({ cml }) => ok(imageDocuments(cml))),
  route(['POST', '/image_definitions', 'admin'], putImageDefinition),
  route(['PUT', '/image_definitions', 'admin'], putImageDefinition),
  route(['GET', '/image_definitions/:id'], (call) => found(imageDocuments(call.cml), call)),
  route(['DELETE', '/image_definitions/:id', 'admin'], (call) => {
    const { state } = call.cml;
    const kept = state.imageDefinitions.filter((one) => one['id'] !== call.params['id']);
    if (kept.length === state.imageDefinitions.length)
      throw new Refusal(404, `Definition not found: ${call.params['id']}`);
    state.imageDefinitions = kept;
    return done;
  }),
  route(['GET', '/list_image_definition_drop_folder'], () => ok([])),
];
