import { z } from 'zod';
import { Refusal } from '../model/cml.ts';
import { findDefinition } from '../model/definition-documents.ts';
import { consoleLog, extractConfiguration } from '../model/device.ts';
import {
  addInterfaces,
  connect,
  disconnect,
  getInterface,
  getLink,
  interfaceLabel,
  removeInterface,
} from '../model/interfaces.ts';
import { getLab, getNode, touch } from '../model/labs.ts';
import { changeNode, createNode, removeNode, startNode, stopNode, wipeDisks } from '../model/nodes.ts';
import { definitionId, label, linkState, nodeConverged, nodeState } from '../model/power.ts';
import type { Lab, Link, Node } from '../model/state.ts';
import { body, type Call, done, flag, id, ok, type Route, route, triState } from './route.ts';
import { addressesView, bootProgress, consoleKey, interfaceView, linkView, nodeView, stateOfLink } from './views.ts';

const lab = (call: Call): Lab => getLab(call.cml, id(call, 'lab'));
const at = (call: Call): { lab: Lab; node: Node } => getNode(call.cml, id(call, 'lab'), id(call, 'node'));
const link = (call: Call): Link => getLink(lab(call), id(call, 'link'));

const positive = z.number().int().min(1);
const file = z.object({ name: z.string().min(1).max(64), content: z.string().nullish() });
const nodeUpdate = z.strictObject({
  label: z.string().min(1).max(128).optional(),
  x: z.number().int().min(-15_000).max(15_000).optional(),
  y: z.number().int().min(-15_000).max(15_000).optional(),
  image_definition: z.string().nullish(),
  configuration: z.union([z.string(), z.null(), file, z.array(file)]).optional(),
  ram: positive.max(1_048_576).nullish(),
  cpus: positive.max(128).nullish(),
  cpu_limit: z.number().int().min(20).max(100).nullish(),
  data_volume: z.number().int().min(0).max(4096).nullish(),
  boot_disk_size: z.number().int().min(0).max(4096).nullish(),
  hide_links: z.boolean().optional(),
  tags: z.array(z.string().max(64)).optional(),
  parameters: z.record(z.string(), z.string().nullable()).optional(),
  priority: z.number().int().nullish(),
  pyats: z.unknown().optional(),
  pinned_compute_id: z.string().nullish(),
});
const nodeCreate = nodeUpdate.extend({
  label: z.string().min(1).max(128),
  x: z.number().int().min(-15_000).max(15_000),
  y: z.number().int().min(-15_000).max(15_000),
  node_definition: z.string().min(1).max(250),
});

const shape = (call: Call) => ({
  operational: triState(call, 'operational'),
  excludeConfigurations: triState(call, 'exclude_configurations'),
});

const nodes: readonly Route[] = [
  route(['GET', '/labs/:lab/nodes', 'user', 'nodes'], (call) => {
    const of = lab(call);
    if (!flag(call, 'data')) return ok(of.nodes.map((node) => node.id));
    return ok(of.nodes.map((node) => nodeView(call.cml, { lab: of, node }, shape(call))));
  }),
  route(['POST', '/labs/:lab/nodes'], (call) => {
    const populated = flag(call, 'populate_interfaces');
    return ok({ id: createNode(call.cml, lab(call), { properties: body(call, nodeCreate), populated }).id });
  }),
  route(['GET', '/labs/:lab/nodes/:node'], (call) => ok(nodeView(call.cml, at(call), shape(call)))),
  route(['PATCH', '/labs/:lab/nodes/:node', 'user', 'change-node'], (call) => {
    changeNode(call.cml, at(call), body(call, nodeUpdate));
    return ok(at(call).node.id);
  }),
  route(['DELETE', '/labs/:lab/nodes/:node'], (call) => {
    removeNode(call.cml, at(call));
    return done;
  }),
  route(['PUT', '/labs/:lab/nodes/:node/state/start', 'user', 'start-node'], (call) => {
    startNode(call.cml, at(call));
    return done;
  }),
  route(['PUT', '/labs/:lab/nodes/:node/state/stop', 'user', 'stop-node'], (call) => {
    stopNode(call.cml, at(call));
    return done;
  }),
  route(['PUT', '/labs/:lab/nodes/:node/wipe_disks', 'user', 'wipe-node'], (call) => {
    wipeDisks(call.cml, at(call));
    return done;
  }),
  route(['GET', '/labs/:lab/nodes/:node/state'], (call) => {
    const { node } = at(call);
    return ok({ state: nodeState(call.cml, node), progress: bootProgress(call.cml, node) });
  }),
  route(['GET', '/labs/:lab/nodes/:node/check_if_converged'], (call) => ok(nodeConverged(call.cml, at(call).node))),
  route(['PUT', '/labs/:lab/nodes/:node/extract_configuration', 'user', 'extract'], (call) => {
    extractConfiguration(call.cml, at(call));
    return ok(`Configuration of node ${label(at(call).node)} extracted.`);
  }),
  route(['GET', '/labs/:lab/nodes/:node/layer3_addresses'], (call) => {
    const { lab: of, node } = at(call);
    return ok(addressesView(call.cml, of)[node.id]);
  }),
];

const consoles: readonly Route[] = [
  route(['GET', '/labs/:lab/nodes/:node/keys/console'], (call) => ok(consoleKey(at(call).node, serialLine(call)))),
  route(['GET', '/labs/:lab/nodes/:node/keys/vnc'], (call) => {
    const { node } = at(call);
    const running = ['STARTED', 'BOOTED'].includes(nodeState(call.cml, node));
    if (!running || findDefinition(call.cml, definitionId(node))?.domain !== 'kvm')
      throw new Refusal(404, 'VNC key not found');
    return ok(node.vncKey);
  }),
  route(['GET', '/labs/:lab/nodes/:node/consoles/:line/log', 'user', 'console-log'], (call) => {
    const printed = consoleLog(call.cml, at(call).node, Number(call.params['line']));
    const asked = call.query['lines'];
    return ok((asked === undefined ? printed : printed.slice(-Number(asked))).join('\n'));
  }),
];

/** @throws Refusal 404 when the node has no such line, or is off */
function serialLine(call: Call): number {
  const { node } = at(call);
  const line = Number(call.query['line'] ?? 0);
  const running = ['STARTED', 'BOOTED'].includes(nodeState(call.cml, node));
  const ports = findDefinition(call.cml, definitionId(node))?.serialPorts ?? 0;
  if (!running || line >= ports) throw new Refusal(404, 'Console key not found');
  return line;
}

const mac = z
  .string()
  .regex(/^([\da-f]{2}:){5}[\da-f]{2}$/i)
  .nullish();
const interfaceCreate = z.strictObject({
  node: z.string(),
  slot: z.number().int().min(0).max(128).nullish(),
  mac_address: mac,
});

const interfaces: readonly Route[] = [
  route(['GET', '/labs/:lab/nodes/:node/interfaces'], (call) => {
    const { lab: of, node } = at(call);
    if (!flag(call, 'data')) return ok(node.interfaces.map((one) => one.id));
    return ok(
      node.interfaces.map((one) => interfaceView(call.cml, { lab: of, node, one }, triState(call, 'operational'))),
    );
  }),
  route(['GET', '/labs/:lab/interfaces'], (call) => {
    const of = lab(call);
    const all = of.nodes.flatMap((node) => node.interfaces.map((one) => ({ lab: of, node, one })));
    // New in 2.10, whose client asks for the objects without saying so.
    if (call.query['data'] === 'false') return ok(all.map(({ one }) => one.id));
    return ok(all.map((one) => interfaceView(call.cml, one, triState(call, 'operational') ?? true)));
  }),
  route(['POST', '/labs/:lab/interfaces'], (call) => {
    const { node: nodeId, slot, mac_address } = body(call, interfaceCreate);
    const found = getNode(call.cml, id(call, 'lab'), nodeId);
    const added = addInterfaces(call.cml, found, slot ?? undefined);
    if (mac_address) Object.assign(added.at(-1)?.properties ?? {}, { mac_address });
    const views = added.map((one) => interfaceView(call.cml, { ...found, one }, undefined));
    return ok(slot === undefined || slot === null ? views[0] : views);
  }),
  route(['GET', '/labs/:lab/interfaces/:interface'], (call) => {
    const { node, found } = getInterface(lab(call), id(call, 'interface'));
    return ok(interfaceView(call.cml, { lab: lab(call), node, one: found }, triState(call, 'operational')));
  }),
  route(['PATCH', '/labs/:lab/interfaces/:interface'], (call) => {
    const { node, found } = getInterface(lab(call), id(call, 'interface'));
    Object.assign(found.properties, body(call, z.strictObject({ mac_address: mac })));
    return ok(interfaceView(call.cml, { lab: lab(call), node, one: found }, undefined));
  }),
  route(['DELETE', '/labs/:lab/interfaces/:interface'], (call) => {
    removeInterface(call.cml, lab(call), id(call, 'interface'));
    return done;
  }),
  route(['GET', '/labs/:lab/interfaces/:interface/state'], (call) => {
    const { node, found } = getInterface(lab(call), id(call, 'interface'));
    return ok({ label: interfaceLabel(found), state: linkState(call.cml, [node]) });
  }),
  route(
    ['PUT', '/labs/:lab/interfaces/:interface/state/:to'],
    (call) => (getInterface(lab(call), id(call, 'interface')), done),
  ),
];

const corr = z.number().min(0).max(100).nullish();
const range = (max: number) => z.number().int().min(0).max(max).nullish();
const condition = z.strictObject({
  bandwidth: range(10_000_000),
  latency: range(10_000),
  jitter: range(10_000),
  limit: range(10_000),
  gap: range(10_000),
  loss: corr,
  loss_corr: corr,
  delay_corr: corr,
  duplicate: corr,
  duplicate_corr: corr,
  reorder_prob: corr,
  reorder_corr: corr,
  corrupt_prob: corr,
  corrupt_corr: corr,
  enabled: z.boolean().optional(),
});
const conditioning = z.record(z.string(), z.unknown()).catch({});

const links: readonly Route[] = [
  route(['GET', '/labs/:lab/links'], (call) => {
    const of = lab(call);
    return ok(of.links.map((one) => (flag(call, 'data') ? linkView(call.cml, of, one) : one.id)));
  }),
  route(['POST', '/labs/:lab/links'], (call) => {
    const { src_int, dst_int } = body(call, z.strictObject({ src_int: z.string(), dst_int: z.string() }));
    return ok({ id: connect(call.cml, lab(call), [src_int, dst_int]).id });
  }),
  route(['GET', '/labs/:lab/links/:link'], (call) => ok(linkView(call.cml, lab(call), link(call)))),
  route(['DELETE', '/labs/:lab/links/:link'], (call) => {
    disconnect(call.cml, lab(call), link(call));
    return done;
  }),
  route(['PUT', '/labs/:lab/links/:link/state/:to'], (call) => (link(call), done)),
  route(['GET', '/labs/:lab/links/:link/state'], (call) =>
    ok({ label: '', state: stateOfLink(call.cml, lab(call), link(call)) }),
  ),
  route(['GET', '/labs/:lab/links/:link/check_if_converged'], (call) => (link(call), ok(true))),
  route(['GET', '/labs/:lab/links/:link/condition'], (call) =>
    ok(conditioning.parse(link(call).properties['conditioning'])),
  ),
  route(['PATCH', '/labs/:lab/links/:link/condition'], (call) => {
    const one = link(call);
    one.properties['conditioning'] = {
      ...conditioning.parse(one.properties['conditioning']),
      ...body(call, condition),
    };
    touch(call.cml, lab(call));
    return ok(one.properties['conditioning']);
  }),
  route(['DELETE', '/labs/:lab/links/:link/condition'], (call) => {
    const one = link(call);
    if (Object.keys(conditioning.parse(one.properties['conditioning'])).length === 0)
      throw new Refusal(400, 'Link has no condition.');
    one.properties['conditioning'] = {};
    return done;
  }),
];

export const nodeRoutes: readonly Route[] = [...nodes, ...consoles, ...interfaces, ...links];
