import { portProtocols } from './port-template.ts';

/** A port of the host that a node's tag opens. */
export interface HostDoor {
  readonly protocol: string;
  readonly port: number;
  /** Of the node's consoles. */
  readonly line: number;
}

const breakout = /^pat:(?:(tcp|udp):)?(\d{1,5}):\d{1,5}$/i;
const simple = new RegExp(`^(${portProtocols.join('|')}):(\\d{1,5})(?::(\\d{1,2}))?$`, 'i');

/** `serial:4567`, `serial:4567:1`, `vnc:4568`, `pat:tcp:2022:22`; whatever else people tag is theirs. */
export function hostDoorOf(tag: string): HostDoor | undefined {
  const found = breakout.exec(tag.trim()) ?? simple.exec(tag.trim());
  if (!found) return undefined;
  const [, protocol = 'tcp', number, line = 0] = found;
  const port = Number(number);
  return port >= 1 && port <= 65_535 ? { protocol: protocol.toLowerCase(), port, line: Number(line) } : undefined;
}
