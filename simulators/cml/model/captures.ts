import { endCapture } from './capture-ends.ts';
import { type Cml, newId, notFound, Refusal } from './cml.ts';
import { linkState } from './power.ts';
import type { Capture, Lab, Link, Node } from './state.ts';

export interface CaptureRequest {
  readonly maxpackets?: number | null | undefined;
  readonly maxtime?: number | null | undefined;
  readonly bpfilter?: string | undefined;
  readonly encap?: string | undefined;
}

/** Keep-alives, one each way every two seconds, as the statistics of links count them. */
const packetEveryMs = 1_000;
const packetBytes = 102;

function endsOf({ nodes }: Lab, { a, b }: Link): readonly (Node | undefined)[] {
  return [a, b].map((id) => nodes.find(({ interfaces }) => interfaces.some((one) => one.id === id)));
}

/** @throws Refusal without any limit, of a link that is down, and of one that is captured already */
export function startCapture(cml: Cml, { lab, link }: { lab: Lab; link: Link }, asked: CaptureRequest): Capture {
  if (linkState(cml, endsOf(lab, link)) !== 'STARTED') throw new Refusal(400, `Link ${link.id} is not started.`);
  if (link.capture && isRunning(cml, link.capture)) throw new Refusal(409, `Link ${link.id} is already captured.`);
  link.capture = { key: newId(cml), ...limitsIn(asked), startedAt: cml.clock.now(), stoppedAt: null };
  return link.capture;
}

function limitsIn({ maxpackets = null, maxtime = null, bpfilter = '', encap = 'ethernet' }: CaptureRequest) {
  if (maxpackets === null && maxtime === null) throw new Refusal(400, 'maxpackets or maxtime must be given.');
  return { maxpackets, maxtime, bpfilter, encap };
}

/** @throws Refusal when there is nothing to stop */
export function stopCapture(cml: Cml, link: Link): void {
  if (link.capture === undefined || !isRunning(cml, link.capture)) throw new Refusal(400, 'No capture is running.');
  endCapture(cml, link);
}

/** When it ended or will, at the latest. */
function endOf({ startedAt, stoppedAt, maxtime, maxpackets, bpfilter }: Capture): number {
  const byTime = maxtime === null ? Infinity : startedAt + maxtime * 1_000;
  const byPackets = maxpackets === null || bpfilter !== '' ? Infinity : startedAt + maxpackets * packetEveryMs;
  return Math.min(stoppedAt ?? Infinity, byTime, byPackets);
}

export function isRunning({ clock }: Pick<Cml, 'clock'>, capture: Capture): boolean {
  return clock.now() < endOf(capture);
}

/** Nothing but keep-alives is on these wires: whoever filters finds none. */
export function packetsIn({ clock }: Pick<Cml, 'clock'>, capture: Capture): number {
  if (capture.bpfilter !== '') return 0;
  return Math.floor((Math.min(clock.now(), endOf(capture)) - capture.startedAt) / packetEveryMs);
}

export function captureByKey(cml: Cml, labs: readonly Lab[], key: string): Uint8Array {
  for (const { nodes, links } of labs) {
    const link = links.find(({ capture }) => capture?.key === key);
    if (link?.capture) return pcapOf(cml, link.capture, macsOf(nodes, link));
  }
  throw notFound('Capture', key);
}

function macsOf(nodes: readonly Node[], { a, b }: Link): readonly string[] {
  const all = nodes.flatMap(({ interfaces }) => interfaces);
  return [a, b].map((id) => all.find((one) => one.id === id)?.mac ?? '02:00:00:00:00:00');
}

const fileHeaderBytes = 24;
const packetHeaderBytes = 16;

/** https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/: little-endian, microseconds, Ethernet. */
function pcapOf(cml: Cml, capture: Capture, macs: readonly string[]): Uint8Array {
  const packets = packetsIn(cml, capture);
  const file = new Uint8Array(fileHeaderBytes + packets * (packetHeaderBytes + packetBytes));
  const view = new DataView(file.buffer);
  view.setUint32(0, 0xa1_b2_c3_d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 65_535, true);
  view.setUint32(20, 1, true);
  for (let number = 0; number < packets; number += 1) {
    const place = fileHeaderBytes + number * (packetHeaderBytes + packetBytes);
    const at = capture.startedAt + (number + 1) * packetEveryMs;
    view.setUint32(place, Math.floor(at / 1_000), true);
    view.setUint32(place + 4, (at % 1_000) * 1_000, true);
    view.setUint32(place + 8, packetBytes, true);
    view.setUint32(place + 12, packetBytes, true);
    file.set(keepAlive(macs[number % 2] ?? ''), place + packetHeaderBytes);
  }
  return file;
}

/** As Cisco's devices send them: to themselves, of the type of a loopback test. */
function keepAlive(mac: string): Uint8Array {
  const address = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  return Uint8Array.from([...address, ...address, 0x90, 0x00, 0, 0, 1]);
}
