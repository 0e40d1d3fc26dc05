import type { Section } from '../state.ts';
import type { Prefix } from './address.ts';

/** A device as packets meet it. */
export interface NetDevice {
  readonly id: string;
  readonly kind: 'router' | 'switch' | 'hub' | 'host' | 'unknown';
  readonly label: string;
  readonly addresses: readonly NetAddress[];
  /** Ports that switch, by name; a port that is shut down or routed is not among them. */
  readonly switched: ReadonlyMap<string, SwitchPort>;
  readonly vlans: ReadonlySet<number>;
  readonly routes: readonly Route[];
  readonly isRouting: boolean;
  /** What may change a packet's way and is not simulated: `router eigrp 1`. */
  readonly beyond?: string | undefined;
}

export interface NetAddress {
  readonly interface: string;
  readonly address: number;
  readonly prefix: Prefix;
  /** Where frames leave it: on the cables of these ports with or without a tag, or in a VLAN of the device itself. */
  readonly ports: readonly string[];
  readonly tag?: number | undefined;
  readonly vlan?: number | undefined;
  /** A line on the interface that decides about packets in a way that is not simulated. */
  readonly beyond?: string | undefined;
}

export interface SwitchPort {
  readonly mode: 'access' | 'trunk' | 'auto' | 'desirable';
  readonly negotiates: boolean;
  readonly access: number;
  readonly native: number;
  /** Absent: all. */
  readonly allowed?: ReadonlySet<number> | undefined;
}

export interface Route {
  readonly prefix: Prefix;
  /** The next hop, or the interface that it leaves by. */
  readonly via: number | string;
}

export function linesOf(running: readonly Section[], header: string): readonly string[] {
  return running.find(({ line }) => line === header)?.children.map(({ line }) => line) ?? [];
}

/** What stands behind the first of the lines that begins so. */
export function valueOf(lines: readonly string[], start: string): string | undefined {
  return lines.find((line) => line.startsWith(`${start} `))?.slice(start.length + 1);
}
