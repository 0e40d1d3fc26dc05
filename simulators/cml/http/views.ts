import { instant, toIso } from '@lcm/core/kernel';
import { annotationsOf, smartAnnotationsOf } from '../model/annotations.ts';
import type { Cml } from '../model/cml.ts';
import { findDefinition } from '../model/definition-documents.ts';
import { interfaceLabel, linkAt, slotOf } from '../model/interfaces.ts';
import { associationsOf, permissionsOn } from '../model/lab-access.ts';
import { text } from '../model/labs.ts';
import { snoopedOf } from '../model/layer3.ts';
import { configurationFiles, mainConfiguration } from '../model/nodes.ts';
import { definitionId, isRunning, label, labState, linkState, nodeState, tags } from '../model/power.ts';
import { poolOf } from '../model/resource-pools.ts';
import type { Group, Lab, Link, NetworkInterface, Node, Properties, User } from '../model/state.ts';
import { groupMembers } from '../model/users.ts';

/** How the things of the model look on the wire of CML 2.9. */

/** `2022-02-20T21:22:31+00:00` */
export function isoSeconds(ms: number): string {
  return `${toIso(instant(ms)).slice(0, 19)}+00:00`;
}

/** A lab as its viewer sees it. */
export function labView(cml: Cml, lab: Lab, viewer: User): Properties {
  const owner = cml.state.users.find(({ id }) => id === lab.owner);
  return {
    id: lab.id,
    created: isoSeconds(lab.createdAt),
    modified: isoSeconds(lab.modifiedAt),
    lab_title: text(lab.properties, 'title'),
    lab_description: text(lab.properties, 'description'),
    lab_notes: text(lab.properties, 'notes'),
    owner: lab.owner,
    owner_username: owner?.username ?? '',
    owner_fullname: owner?.fullname ?? '',
    state: labState(cml, lab),
    node_count: lab.nodes.length,
    link_count: lab.links.length,
    groups: groupsOf(cml, lab),
    effective_permissions: permissionsOn(lab, viewer),
  };
}

/** With the two permissions there were before there were four. */
export function groupsOf(cml: Cml, lab: Lab): Properties[] {
  return lab.groups.map(({ id, permissions }) => ({
    id,
    name: cml.state.groups.find((group) => group.id === id)?.name ?? id,
    permission: permissions.includes('lab_edit') ? 'read_write' : 'read_only',
  }));
}

/** The states of everything in a lab, by id. */
export function elementStatesView(cml: Cml, lab: Lab): Properties {
  const interfaces = lab.nodes.flatMap((node) => node.interfaces.map((one) => [one.id, linkState(cml, [node])]));
  return {
    nodes: Object.fromEntries(lab.nodes.map((node) => [node.id, nodeState(cml, node)])),
    links: Object.fromEntries(lab.links.map((link) => [link.id, stateOfLink(cml, lab, link)])),
    interfaces: Object.fromEntries(interfaces),
  };
}

export function addressesView(cml: Cml, lab: Lab): Properties {
  const told = (node: Node) =>
    snoopedOf(cml, lab, node).map(({ one, address }) => {
      const heard = { id: one.id, label: interfaceLabel(one), ip4: [address], ip6: [] };
      const { mac_address: given } = one.properties;
      return [typeof given === 'string' ? given : one.mac, heard] as const;
    });
  return Object.fromEntries(
    lab.nodes.map((node) => [node.id, { name: label(node), interfaces: Object.fromEntries(told(node)) }]),
  );
}

export interface NodeShape {
  readonly operational: boolean | undefined;
  readonly excludeConfigurations: boolean | undefined;
}

const nullable = ['image_definition', 'cpus', 'ram', 'cpu_limit', 'data_volume', 'boot_disk_size'] as const;

export function nodeProperties(node: Node): Properties {
  const { properties } = node;
  return {
    label: label(node),
    x: Math.round(Number(properties['x'] ?? 0)),
    y: Math.round(Number(properties['y'] ?? 0)),
    node_definition: definitionId(node),
    ...Object.fromEntries(nullable.map((key) => [key, properties[key] ?? null])),
    hide_links: properties['hide_links'] === true,
    tags: tags(node),
    parameters: properties['parameters'] ?? {},
  };
}

/** 2.9's three ways to show a configuration: none, as a list of files, as one text. */
export function configurationView(cml: Cml, node: Node, excluded: boolean | undefined): Properties {
  if (excluded === true) return {};
  return { configuration: excluded === false ? configurationFiles(cml, node) : mainConfiguration(cml, node) };
}

const progress = {
  QUEUED: 'Not running',
  DEFINED_ON_CORE: 'Not running',
  STOPPED: 'Not running',
  STARTED: 'Booting',
  BOOTED: 'Booted',
} as const;

export function bootProgress(cml: Cml, node: Node): string {
  return progress[nodeState(cml, node)];
}

function operationalView(cml: Cml, node: Node): Properties {
  const started = ['STARTED', 'BOOTED'].includes(nodeState(cml, node));
  const hardware = Object.fromEntries(nullable.map((key) => [key, started ? (node.properties[key] ?? null) : null]));
  const compute_id = isRunning(cml, node) ? cml.state.computeId : null;
  const owner = cml.state.labs.find(({ nodes }) => nodes.includes(node))?.owner;
  const resource_pool = owner === undefined || !started ? null : (poolOf(cml, owner)?.id ?? null);
  return { ...hardware, compute_id, resource_pool, ...(started ? accessView(cml, node) : noAccess) };
}

const noAccess = { vnc_key: null, iol_app_id: null, serial_consoles: [] };

function accessView(cml: Cml, node: Node): Properties {
  const { domain, serialPorts } = findDefinition(cml, definitionId(node)) ?? { domain: 'none', serialPorts: 0 };
  return {
    vnc_key: domain === 'kvm' ? node.vncKey : null,
    iol_app_id: domain === 'iol' ? 1 + (Number.parseInt(node.id.slice(0, 4), 16) % 1022) : null,
    serial_consoles: Array.from({ length: serialPorts }, (_, line) => ({
      console_key: consoleKey(node, line),
      device_number: line,
      label: `serial${line}`,
    })),
  };
}

/** Each line of a node has its own key; the last digits count the lines. */
export function consoleKey(node: Node, line: number): string {
  return line === 0 ? node.consoleKey : `${node.consoleKey.slice(0, -1)}${line}`;
}

export function nodeView(cml: Cml, { lab, node }: { lab: Lab; node: Node }, shape: NodeShape): Properties {
  const operational = operationalView(cml, node);
  const { compute_id, vnc_key, resource_pool, iol_app_id, serial_consoles } = operational;
  return {
    id: node.id,
    lab_id: lab.id,
    ...nodeProperties(node),
    ...configurationView(cml, node, shape.excludeConfigurations),
    state: nodeState(cml, node),
    boot_progress: bootProgress(cml, node),
    pinned_compute_id: null,
    ...(shape.operational === true && { operational }),
    ...(shape.operational === undefined && { compute_id, vnc_key, resource_pool, iol_app_id, serial_consoles }),
  };
}

export function interfaceView(
  cml: Cml,
  { lab, node, one }: { lab: Lab; node: Node; one: NetworkInterface },
  operational: boolean | undefined,
): Properties {
  const state = linkState(cml, [node]);
  const up = state === 'STARTED';
  const data = {
    device_name: up ? `nf${one.mac.replaceAll(':', '')}`.slice(0, 15) : null,
    mac_address: up ? (one.properties['mac_address'] ?? one.mac) : null,
    src_udp_port: null,
    dst_udp_port: null,
  };
  const { device_name, src_udp_port, dst_udp_port } = data;
  return {
    id: one.id,
    lab_id: lab.id,
    node: node.id,
    ...interfaceTopology(one),
    slot: slotOf(one),
    is_connected: linkAt(lab, one.id) !== undefined,
    state,
    ...(operational === true && { operational: data }),
    ...(operational === undefined && { device_name, src_udp_port, dst_udp_port }),
  };
}

function interfaceTopology(one: NetworkInterface): Properties {
  const slot = slotOf(one);
  return {
    id: one.id,
    label: interfaceLabel(one),
    ...(slot !== null && { slot }),
    type: one.properties['type'] ?? (slot === null ? 'loopback' : 'physical'),
    mac_address: one.properties['mac_address'] ?? null,
  };
}

function nodeAt(lab: Lab, interfaceId: string): Node | undefined {
  return lab.nodes.find(({ interfaces }) => interfaces.some(({ id }) => id === interfaceId));
}

export function stateOfLink(cml: Cml, lab: Lab, link: Link): string {
  return linkState(cml, [nodeAt(lab, link.a), nodeAt(lab, link.b)]);
}

function linkEnds(lab: Lab, link: Link): Properties {
  return { interface_a: link.a, interface_b: link.b, node_a: nodeAt(lab, link.a)?.id, node_b: nodeAt(lab, link.b)?.id };
}

export function linkLabel(lab: Lab, link: Link): string {
  const given = link.properties['label'];
  if (typeof given === 'string') return given;
  const ends = [link.a, link.b].map((end) => {
    const node = nodeAt(lab, end);
    const one = node?.interfaces.find(({ id }) => id === end);
    return node && one ? `${label(node)}-${interfaceLabel(one)}` : '';
  });
  return ends.join('<->');
}

export function linkView(cml: Cml, lab: Lab, link: Link): Properties {
  return {
    id: link.id,
    lab_id: lab.id,
    label: linkLabel(lab, link),
    state: stateOfLink(cml, lab, link),
    ...linkEnds(lab, link),
    link_capture_key: link.capture?.key ?? '',
  };
}

export function topologyView(cml: Cml, lab: Lab, excludeConfigurations: boolean | undefined): Properties {
  return {
    annotations: annotationsOf(lab),
    smart_annotations: smartAnnotationsOf(lab),
    nodes: lab.nodes.map((node) => ({
      id: node.id,
      ...nodeProperties(node),
      ...configurationView(cml, node, excludeConfigurations),
      interfaces: node.interfaces.map(interfaceTopology),
    })),
    links: lab.links.map((link) => ({
      id: link.id,
      label: linkLabel(lab, link),
      ...linkEnds(lab, link),
      conditioning: link.properties['conditioning'] ?? {},
    })),
    lab: {
      title: text(lab.properties, 'title'),
      description: text(lab.properties, 'description'),
      notes: text(lab.properties, 'notes'),
      owner: lab.owner,
      version: '0.3.0',
    },
  };
}

export function tileView(cml: Cml, lab: Lab, viewer: User): Properties {
  const nodes = lab.nodes.map((node) =>
    nodeView(cml, { lab, node }, { operational: false, excludeConfigurations: true }),
  );
  const links = lab.links.map((link) => linkView(cml, lab, link));
  return {
    ...labView(cml, lab, viewer),
    topology: { nodes, links, annotations: annotationsOf(lab), smart_annotations: smartAnnotationsOf(lab) },
  };
}

export function userView(cml: Cml, user: User): Properties {
  return {
    id: user.id,
    created: isoSeconds(user.createdAt),
    modified: isoSeconds(user.modifiedAt),
    username: user.username,
    fullname: user.fullname,
    description: user.description,
    email: user.email,
    admin: user.admin,
    groups: user.groups,
    associations: associationsOf(cml, user.id),
    labs: cml.state.labs.filter(({ owner }) => owner === user.id).map((lab) => lab.id),
    directory_dn: '',
    resource_pool: poolOf(cml, user.id)?.id ?? null,
    opt_in: null,
    tour_version: '',
    pubkey_info: '',
  };
}

export function groupView(cml: Cml, group: Group): Properties {
  return {
    id: group.id,
    created: isoSeconds(group.createdAt),
    modified: isoSeconds(group.modifiedAt),
    name: group.name,
    description: group.description,
    members: groupMembers(cml, group),
    labs: [],
    associations: associationsOf(cml, group.id),
    directory_dn: '',
    directory_exists: null,
  };
}
