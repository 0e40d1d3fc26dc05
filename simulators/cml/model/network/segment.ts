import type { NetAddress, NetDevice, SwitchPort } from './net-device.ts';

/** All devices that run, and the cables between them. */
export interface Network {
  readonly devices: ReadonlyMap<string, NetDevice>;
  readonly cables: ReadonlyMap<string, PortRef>;
}

export interface PortRef {
  readonly device: string;
  readonly port: string;
}

export function portKey({ device, port }: PortRef): string {
  return `${device}/${port}`;
}

export interface Neighbour {
  readonly device: NetDevice;
  readonly at: NetAddress;
}

/** Everybody on the same wire or VLAN as an address, and what is there that nobody can see into. */
export interface Segment {
  readonly neighbours: readonly Neighbour[];
  readonly unknown?: string | undefined;
}

/** A frame that leaves a port, or one that is inside a VLAN of a switch. */
type Frame =
  | { readonly on: 'cable'; readonly from: PortRef; readonly tag: number | undefined }
  | { readonly on: 'vlan'; readonly device: string; readonly vlan: number };

/** Floods a frame as switches do. Loops end because each frame goes everywhere once. */
export function segmentOf(network: Network, device: NetDevice, from: NetAddress): Segment {
  const seen = new Map<string, Frame>();
  const neighbours = new Map<NetAddress, Neighbour>();
  const open: Frame[] = [...sent(device, from)];
  let unknown: string | undefined;
  for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
    const key = JSON.stringify(frame);
    if (seen.has(key)) continue;
    seen.set(key, frame);
    const met = frame.on === 'cable' ? arrival(network, frame) : insideOf(network, frame);
    for (const neighbour of met.neighbours) neighbours.set(neighbour.at, neighbour);
    unknown ??= met.unknown;
    open.push(...met.frames);
  }
  return { neighbours: [...neighbours.values()].filter(({ at }) => at !== from), unknown };
}

function sent({ id }: NetDevice, { ports, tag, vlan }: NetAddress): readonly Frame[] {
  if (vlan !== undefined) return [{ on: 'vlan', device: id, vlan }];
  return ports.map((port) => ({ on: 'cable', from: { device: id, port }, tag }));
}

interface Met extends Segment {
  readonly frames: readonly Frame[];
}

const nothing: Met = { neighbours: [], frames: [] };

/** What a frame meets at the other end of its cable. */
function arrival(network: Network, { from, tag }: Extract<Frame, { on: 'cable' }>): Met {
  const to = network.cables.get(portKey(from));
  const device = to && network.devices.get(to.device);
  if (to === undefined || device === undefined) return nothing;
  if (device.kind === 'unknown') return { ...nothing, unknown: device.label };
  if (device.kind === 'hub') return { ...nothing, frames: repeated(network, to, tag) };
  const port = device.switched.get(to.port);
  return port === undefined ? heard(device, to, tag) : switchedIn(network, { to, port, tag });
}

/** A port of a switch takes a frame into a VLAN, or drops it. */
function switchedIn(
  network: Network,
  { to, port, tag }: { to: PortRef; port: SwitchPort; tag: number | undefined },
): Met {
  const vlan = vlanOf(port, { tag, isTrunk: isTrunk(network, to) });
  return vlan === undefined ? nothing : { ...nothing, frames: [{ on: 'vlan', device: to.device, vlan }] };
}

function heard(device: NetDevice, { port }: PortRef, tag: number | undefined): Met {
  const here = device.addresses.filter((at) => at.ports.includes(port) && at.tag === tag);
  const isBlind = device.kind === 'host' && device.addresses.length === 0;
  const neighbours = here.map((at) => ({ device, at }));
  return { neighbours, frames: [], unknown: isBlind ? device.label : undefined };
}

function repeated({ cables }: Network, to: PortRef, tag: number | undefined): readonly Frame[] {
  const others = [...cables.values()].filter(({ device, port }) => device === to.device && port !== to.port);
  return others.map((from) => ({ on: 'cable', from, tag }));
}

/** A frame in a VLAN of a switch: its own address there, and every port that carries the VLAN. */
function insideOf(network: Network, { device: id, vlan }: Extract<Frame, { on: 'vlan' }>): Met {
  const device = network.devices.get(id);
  if (device === undefined || !device.vlans.has(vlan)) return nothing;
  const neighbours = device.addresses.filter((at) => at.vlan === vlan).map((at) => ({ device, at }));
  const frames = [...device.switched].flatMap(([name, port]) => {
    const from = { device: id, port: name };
    const out = tagFor(port, { vlan, isTrunk: isTrunk(network, from) });
    return out === 'dropped' ? [] : [{ on: 'cable' as const, from, tag: out }];
  });
  return { neighbours, frames };
}

/** Two ends agree on a trunk when one insists and the other, or both, would. */
function isTrunk(network: Network, at: PortRef): boolean {
  const own = portAt(network, at);
  if (own === undefined || own.mode === 'access' || own.mode === 'trunk') return own?.mode === 'trunk';
  const other = portAt(network, network.cables.get(portKey(at)));
  if (other === undefined || !other.negotiates || !own.negotiates) return false;
  return agreeing[own.mode].includes(other.mode);
}

/** What the other end has to want for a port that leaves it open. */
const agreeing: Readonly<Record<'auto' | 'desirable', readonly SwitchPort['mode'][]>> = {
  auto: ['trunk', 'desirable'],
  desirable: ['trunk', 'desirable', 'auto'],
};

function portAt({ devices }: Network, at: PortRef | undefined): SwitchPort | undefined {
  return at && devices.get(at.device)?.switched.get(at.port);
}

function vlanOf(port: SwitchPort, { tag, isTrunk: trunk }: { tag: number | undefined; isTrunk: boolean }) {
  if (!trunk) return tag === undefined ? port.access : undefined;
  const vlan = tag ?? port.native;
  return carries(port, vlan) ? vlan : undefined;
}

function tagFor(
  port: SwitchPort,
  { vlan, isTrunk: trunk }: { vlan: number; isTrunk: boolean },
): number | undefined | 'dropped' {
  if (!trunk) return vlan === port.access ? undefined : 'dropped';
  if (!carries(port, vlan)) return 'dropped';
  return vlan === port.native ? undefined : vlan;
}

function carries({ allowed }: SwitchPort, vlan: number): boolean {
  return allowed === undefined || allowed.has(vlan);
}
