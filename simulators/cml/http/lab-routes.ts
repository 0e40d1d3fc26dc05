import { z } from 'zod';
import {
  annotationsOf,
  createAnnotation,
  getAnnotation,
  getSmartAnnotation,
  smartAnnotationsOf,
} from '../model/annotations.ts';
import { notFound } from '../model/cml.ts';
import { happened } from '../model/happenings.ts';
import { exportLab, importLab } from '../model/import-export.ts';
import { type Associations, associate, permissions, permissionsOn, visibleLabs } from '../model/lab-access.ts';
import {
  changeLab,
  createLab,
  deleteLab,
  getLab,
  labConverged,
  startLab,
  stopLab,
  title,
  wipeLab,
} from '../model/labs.ts';
import { label, labState, tags } from '../model/power.ts';
import { poolOf } from '../model/resource-pools.ts';
import type { Lab } from '../model/state.ts';
import { allNodes, computeHost, systemHealth, systemInformation } from '../model/system.ts';
import { allSimplified } from './definition-routes.ts';
import { body, type Call, done, id, ok, type Route, route, text, triState, visibleTo } from './route.ts';
import { simulationStats } from './statistics.ts';
import { addressesView, elementStatesView, groupsOf, isoSeconds, labView, tileView, topologyView } from './views.ts';

const labRequest = z
  .object({
    title: z.string().min(1).max(64).optional(),
    description: z.string().max(4096).optional(),
    notes: z.string().max(32_768).optional(),
    owner: z.string().optional(),
    associations: z.unknown().optional(),
    groups: z.unknown().optional(),
    autostart: z.unknown().optional(),
    node_staging: z.unknown().optional(),
  })
  .strict()
  .default({});

const given = z.array(z.strictObject({ id: z.string(), permissions: z.array(z.enum(permissions)) })).default([]);
const associationChange = z.strictObject({ users: given, groups: given });
const associations = ({ users, groups }: Lab): Associations => ({ users, groups });

const lab = (call: Call): Lab => getLab(call.cml, id(call, 'lab'));

function labChange(call: Call): {
  title?: string | undefined;
  description?: string | undefined;
  notes?: string | undefined;
  owner?: string | undefined;
} {
  const { title: named, description, notes, owner } = body(call, labRequest);
  return { title: named, description, notes, owner };
}

function events(call: Call): unknown {
  const { id: labId } = lab(call);
  const own = happened(call.cml).filter((one) => one.lab === labId && one.event !== 'EXPORT');
  return own.map(({ at, event, element, id: elementId, data }) => {
    const known = ['ADD', 'REMOVE', 'CHANGE'].includes(event) ? event : 'STATE_CHANGED';
    return {
      lab_id: labId,
      event: known,
      element_type: element,
      element_id: elementId,
      data,
      previous: {},
      timestamp: isoSeconds(at),
    };
  });
}

function populated(call: Call): unknown {
  const of = lab(call);
  const { cml } = call;
  return {
    topology: {
      ...topologyView(cml, of, true),
      effective_permissions: permissionsOn(of, call.user),
      connector_mappings: [],
    },
    health: systemHealth(cml),
    system_information: systemInformation(cml),
    simplified_node_definitions: allSimplified(cml),
    computes: [computeHost(cml)],
  };
}

const lifecycle: readonly Route[] = [
  route(['GET', '/labs'], (call) => ok(visibleTo(call).map((one) => one.id))),
  route(['POST', '/labs'], (call) =>
    ok(labView(call.cml, createLab(call.cml, call.user.id, labChange(call)), call.user)),
  ),
  route(['GET', '/labs/:lab', 'user', 'lab'], (call) => ok(labView(call.cml, lab(call), call.user))),
  route(['PATCH', '/labs/:lab', 'user', 'change-lab'], (call) => {
    changeLab(call.cml, lab(call), labChange(call));
    return ok(labView(call.cml, lab(call), call.user));
  }),
  route(['DELETE', '/labs/:lab', 'user', 'delete-lab'], (call) => {
    deleteLab(call.cml, lab(call));
    return done;
  }),
  route(['PUT', '/labs/:lab/start', 'user', 'start-lab'], (call) => {
    startLab(call.cml, lab(call));
    return done;
  }),
  route(['PUT', '/labs/:lab/stop', 'user', 'stop-lab'], (call) => {
    stopLab(call.cml, lab(call));
    return done;
  }),
  route(['PUT', '/labs/:lab/wipe', 'user', 'wipe-lab'], (call) => {
    wipeLab(call.cml, lab(call));
    return done;
  }),
  route(['POST', '/import', 'user', 'import-lab'], (call) => {
    const { id: imported, warnings } = importLab(call.cml, call.body, {
      title: call.query['title'],
      owner: call.user.id,
    });
    return ok({ id: imported, warnings: warnings.length > 0 ? warnings : null });
  }),
];

const reading: readonly Route[] = [
  route(['GET', '/labs/:lab/state'], (call) => ok(labState(call.cml, lab(call)))),
  route(['GET', '/labs/:lab/check_if_converged', 'user', 'converged'], (call) => ok(labConverged(call.cml, lab(call)))),
  route(['GET', '/labs/:lab/topology', 'user', 'topology'], (call) =>
    ok(topologyView(call.cml, lab(call), triState(call, 'exclude_configurations'))),
  ),
  route(['GET', '/labs/:lab/download', 'user', 'export-lab'], (call) =>
    text(exportLab(call.cml, lab(call)), 'text/yaml; charset=utf-8'),
  ),
  route(['GET', '/labs/:lab/lab_element_state'], (call) => ok(elementStatesView(call.cml, lab(call)))),
  route(['GET', '/labs/:lab/simulation_stats', 'user', 'statistics'], (call) =>
    ok(simulationStats(call.cml, lab(call))),
  ),
  route(['GET', '/labs/:lab/layer3_addresses'], (call) => ok(addressesView(call.cml, lab(call)))),
  route(['DELETE', '/labs/:lab/layer3_addresses'], (call) => (lab(call), done)),
  route(['GET', '/labs/:lab/events'], (call) => ok(events(call))),
  route(['GET', '/labs/:lab/tile'], (call) => ok(tileView(call.cml, lab(call), call.user))),
  route(['GET', '/populate_lab_tiles', 'user', 'labs'], (call) => {
    const labs = visibleLabs(call.cml, call.user);
    return ok({ lab_tiles: Object.fromEntries(labs.map((one) => [one.id, tileView(call.cml, one, call.user)])) });
  }),
  route(['GET', '/populate_lab/:lab'], (call) => ok(populated(call))),
  route(['GET', '/labs/:lab/pyats_testbed'], (call) =>
    text(`testbed:\n  name: ${JSON.stringify(title(lab(call)))}\ndevices: {}\n`, 'text/yaml'),
  ),
  route(['GET', '/labs/:lab/connector_mappings'], (call) => (lab(call), ok([]))),
  route(['PATCH', '/labs/:lab/connector_mappings'], (call) => (lab(call), ok([]))),
  route(['GET', '/labs/:lab/resource_pools'], (call) => {
    const pool = poolOf(call.cml, lab(call).owner);
    return ok(pool ? [pool.id] : []);
  }),
  route(['GET', '/labs/:lab/associations'], (call) => ok(associations(lab(call)))),
  route(['PATCH', '/labs/:lab/associations'], (call) => {
    associate(call.cml, lab(call), body(call, associationChange));
    return ok(associations(lab(call)));
  }),
  route(['GET', '/labs/:lab/groups'], (call) => ok(groupsOf(call.cml, lab(call)))),
  route(['PUT', '/labs/:lab/groups'], (call) => (lab(call), ok([]))),
  route(['PUT', '/labs/:lab/bootstrap'], (call) => (lab(call), done)),
  route(['GET', '/labs/:lab/bootstrap'], (call) => (lab(call), done)),
  route(['GET', '/labs/:lab/find/node/label/:query'], (call) =>
    ok(lab(call).nodes.find((node) => label(node) === call.params['query'])?.id ?? null),
  ),
  route(['GET', '/labs/:lab/find_all/node/tag/:query'], (call) =>
    ok(
      lab(call)
        .nodes.filter((node) => tags(node).includes(call.params['query'] ?? ''))
        .map((node) => node.id),
    ),
  ),
  route(['GET', '/sample/labs'], () => ok([])),
  route(['GET', '/lab_repos'], () => ok([])),
  route(['GET', '/nodes'], ({ cml }) => ok(allNodes(cml).map((node) => node.id))),
];

const properties = z.record(z.string(), z.unknown());

const drawing: readonly Route[] = [
  route(['GET', '/labs/:lab/annotations'], (call) => ok(annotationsOf(lab(call)))),
  route(['POST', '/labs/:lab/annotations'], (call) =>
    ok(createAnnotation(call.cml, lab(call), body(call, properties))),
  ),
  route(['GET', '/labs/:lab/annotations/:annotation'], (call) => {
    const annotation = getAnnotation(lab(call), id(call, 'annotation'));
    return ok({ id: annotation.id, ...annotation.properties });
  }),
  route(['PATCH', '/labs/:lab/annotations/:annotation'], (call) => {
    const annotation = getAnnotation(lab(call), id(call, 'annotation'));
    Object.assign(annotation.properties, body(call, properties));
    return ok({ id: annotation.id, ...annotation.properties });
  }),
  route(['DELETE', '/labs/:lab/annotations/:annotation'], (call) => {
    const of = lab(call);
    const gone = getAnnotation(of, id(call, 'annotation'));
    of.annotations = of.annotations.filter((one) => one !== gone);
    return done;
  }),
  route(['GET', '/labs/:lab/smart_annotations'], (call) => ok(smartAnnotationsOf(lab(call)))),
  route(['GET', '/labs/:lab/smart_annotations/:annotation'], (call) => {
    const found = smartAnnotationsOf(lab(call)).find((one) => one['id'] === call.params['annotation']);
    if (!found) throw notFound('SmartAnnotation', id(call, 'annotation'));
    return ok(found);
  }),
  route(['PATCH', '/labs/:lab/smart_annotations/:annotation'], (call) => {
    const found = getSmartAnnotation(lab(call), id(call, 'annotation'));
    Object.assign(found.properties, body(call, properties));
    found.exported = true;
    return ok({ id: found.id, ...found.properties });
  }),
];

export const labRoutes: readonly Route[] = [...lifecycle, ...reading, ...drawing];
