import { type Instant, toIso } from '../kernel/index.ts';

/** A ZIP file without compression: small enough to be read at a glance, and every computer opens it. */

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
const sizes = { local: 30, central: 46, end: 22 } as const;
/** Names are UTF-8. */
const flags = 0x0800;
const version = 20;

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(content: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of content) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

interface Entry {
  readonly name: Uint8Array;
  readonly content: Uint8Array;
  readonly crc: number;
  readonly offset: number;
}

/** The same files at the same time give the same bytes. Times in it are UTC. */
export function zipOf(files: ReadonlyMap<string, Uint8Array>, at: Instant): Uint8Array {
  const entries: Entry[] = [];
  let offset = 0;
  for (const [text, content] of files) {
    const name = new TextEncoder().encode(text);
    entries.push({ name, content, crc: crc32(content), offset });
    offset += sizes.local + name.length + content.length;
  }
  const directory = entries.reduce((sum, { name }) => sum + sizes.central + name.length, 0);
  const bytes = new Uint8Array(offset + directory + sizes.end);
  const view = new DataView(bytes.buffer);
  const time = dosTime(at);
  for (const entry of entries) writeLocal({ bytes, view }, entry, time);
  let place = offset;
  for (const entry of entries) place = writeCentral({ bytes, view }, entry, { time, place });
  writeEnd(view, { count: entries.length, directory, offset });
  return bytes;
}

interface Target {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

function dosTime(at: Instant): number {
  const [year = 1980, month = 1, date = 1, hour = 0, minute = 0, second = 0] = toIso(at).split(/\D/).map(Number);
  const day = ((year - 1980) << 9) | (month << 5) | date;
  const time = (hour << 11) | (minute << 5) | (second >> 1);
  return ((day << 16) | time) >>> 0;
}

/** What both headers of a file say, from the flags on. */
function writeFacts(view: DataView, place: number, { entry, time }: { entry: Entry; time: number }): void {
  const { name, content, crc } = entry;
  view.setUint16(place, flags, true);
  view.setUint32(place + 4, time, true);
  view.setUint32(place + 8, crc, true);
  view.setUint32(place + 12, content.length, true);
  view.setUint32(place + 16, content.length, true);
  view.setUint16(place + 20, name.length, true);
}

function writeLocal({ bytes, view }: Target, entry: Entry, time: number): void {
  const { name, content, offset } = entry;
  view.setUint32(offset, signatures.local, true);
  view.setUint16(offset + 4, version, true);
  writeFacts(view, offset + 6, { entry, time });
  bytes.set(name, offset + sizes.local);
  bytes.set(content, offset + sizes.local + name.length);
}

function writeCentral({ bytes, view }: Target, entry: Entry, { time, place }: { time: number; place: number }): number {
  view.setUint32(place, signatures.central, true);
  view.setUint16(place + 4, version, true);
  view.setUint16(place + 6, version, true);
  writeFacts(view, place + 8, { entry, time });
  view.setUint32(place + 42, entry.offset, true);
  bytes.set(entry.name, place + sizes.central);
  return place + sizes.central + entry.name.length;
}

function writeEnd(
  view: DataView,
  { count, directory, offset }: { count: number; directory: number; offset: number },
): void {
  const place = offset + directory;
  view.setUint32(place, signatures.end, true);
  view.setUint16(place + 8, count, true);
  view.setUint16(place + 10, count, true);
  view.setUint32(place + 12, directory, true);
  view.setUint32(place + 16, offset, true);
}

export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes.length >= sizes.end &&
    [signatures.local, signatures.end].some((first) => viewOf(bytes).getUint32(0, true) === first)
  );
}

/** The files of a ZIP that `zipOf` made, by name. @throws RangeError when it is none */
export function filesInZip(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const view = viewOf(bytes);
  const end = bytes.length - sizes.end;
  if (view.getUint32(end, true) !== signatures.end) throw new RangeError('no ZIP file, or one with a comment');
  const files = new Map<string, Uint8Array>();
  let place = view.getUint32(end + 16, true);
  for (let index = 0; index < view.getUint16(end + 10, true); index += 1) {
    const nameLength = view.getUint16(place + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(place + sizes.central, place + sizes.central + nameLength));
    const start = view.getUint32(place + 42, true) + sizes.local + nameLength;
    const content = bytes.subarray(start, start + view.getUint32(place + 24, true));
    if (crc32(content) !== view.getUint32(place + 16, true)) throw new RangeError(`${name} is damaged`);
    files.set(name, content);
    place += sizes.central + nameLength;
  }
  return files;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
