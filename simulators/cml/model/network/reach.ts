import { contains } from './address.ts';
import type { NetAddress, NetDevice, Route } from './net-device.ts';
import { type Network, segmentOf } from './segment.ts';

/** Whether a packet arrives, or why nobody here can tell. */
export type Reach = { readonly is: 'yes' | 'no' } | { readonly is: 'unknown'; readonly because: string };

export interface Asked {
  readonly to: number;
  /** The interface or address that the packet comes from; left out: the one it leaves by. */
  readonly from?: number | string | undefined;
}

const yes: Reach = { is: 'yes' };
const no: Reach = { is: 'no' };
const mostHops = 32;

/** A packet there and its answer back, hop by hop, by what every device is configured with now. */
export function reach(network: Network, start: NetDevice, { to, from }: Asked): Reach {
  const source = from === undefined ? undefined : sourceOf(start, from);
  if (from !== undefined && source === undefined) return no;
  const there = travel(network, start, to);
  if (there.is !== 'arrived') return there;
  const answered = source ?? there.leftBy;
  return answered === undefined ? yes : back(network, there.device, answered);
}

function back(network: Network, from: NetDevice, { address }: NetAddress): Reach {
  const home = travel(network, from, address);
  return home.is === 'arrived' ? yes : home;
}

function sourceOf({ addresses }: NetDevice, from: number | string): NetAddress | undefined {
  return addresses.find((at) => at.address === from || at.interface === from);
}

type Travel = Reach | { readonly is: 'arrived'; readonly device: NetDevice; readonly leftBy?: NetAddress | undefined };

function travel(network: Network, start: NetDevice, to: number): Travel {
  let device = start;
  let leftBy: NetAddress | undefined;
  for (let hops = 0; hops < mostHops; hops += 1) {
    if (device.addresses.some(({ address }) => address === to)) return { is: 'arrived', device, leftBy };
    if (device !== start && !device.isRouting) return no;
    const step = hop(network, device, to);
    if (!('next' in step)) return step;
    leftBy ??= step.by;
    device = step.next;
  }
  return no;
}

type Hop = Reach | { readonly next: NetDevice; readonly by: NetAddress };

function hop(network: Network, device: NetDevice, to: number): Hop {
  const way = wayTo(device, to);
  if (way === undefined) return device.beyond === undefined ? no : unknown(device, device.beyond);
  const { by, next } = way;
  if (by.beyond !== undefined) return unknown(device, by.beyond);
  const { neighbours, unknown: blind } = segmentOf(network, device, by);
  const found = neighbours.find(({ at }) => at.address === next);
  if (found === undefined) return blind === undefined ? no : { is: 'unknown', because: `what is behind ${blind}` };
  return found.at.beyond === undefined ? { next: found.device, by } : unknown(found.device, found.at.beyond);
}

function unknown({ label }: NetDevice, line: string): Reach {
  return { is: 'unknown', because: `${line} on ${label}` };
}

interface Way {
  readonly by: NetAddress;
  /** Who gets the packet next. */
  readonly next: number;
}

/** The longest prefix wins, a network of its own before a route. */
function wayTo({ addresses, routes }: NetDevice, to: number): Way | undefined {
  const connected = longest(addresses.filter(({ prefix }) => contains(prefix, to)));
  const route = longest(routes.filter(({ prefix }) => contains(prefix, to)));
  if (connected !== undefined && (route === undefined || connected.prefix.length >= route.prefix.length)) {
    return { by: connected, next: to };
  }
  return route && viaRoute(addresses, route, to);
}

function viaRoute(addresses: readonly NetAddress[], { via }: Route, to: number): Way | undefined {
  const by =
    typeof via === 'string'
      ? addresses.find((at) => at.interface === via)
      : longest(addresses.filter(({ prefix }) => contains(prefix, via)));
  return by && { by, next: typeof via === 'string' ? to : via };
}

function longest<Item extends { readonly prefix: { readonly length: number } }>(items: readonly Item[]) {
  return items.toSorted((a, b) => b.prefix.length - a.prefix.length)[0];
}
