// Two lines of IOS mean the same when these say so: how much space there is, upper and lower case, shortened keywords,
// shortened interface names and the spelling of VLAN lists do not count. Free text keeps its words.

/** Commands an engineer shortens, as deep as that is unambiguous; `true` ends the known part of a command. */
interface Grammar {
  readonly [keyword: string]: Grammar | true;
}

const addressed: Grammar = { address: true, route: true, routing: true };
const grammar: Grammar = {
  interface: { range: true },
  switchport: {
    mode: { access: true, trunk: true, dynamic: true },
    access: { vlan: true },
    trunk: { encapsulation: { dot1q: true, isl: true }, allowed: { vlan: true }, native: { vlan: true } },
    nonegotiate: true,
    voice: { vlan: true },
  },
  ip: addressed,
  ipv6: addressed,
  encapsulation: { dot1q: true },
  'channel-group': true,
  description: true,
  hostname: true,
  name: true,
  shutdown: true,
  'spanning-tree': { mode: true, vlan: true, cost: true, portfast: true, priority: true },
  vlan: true,
  cdp: { run: true, enable: true, timer: true, holdtime: true },
  lldp: { run: true, transmit: true, receive: true, timer: true, holdtime: true },
  router: true,
  network: true,
};

const freeText: readonly string[] = ['description', 'hostname', 'name'];

const beforeVlans: readonly string[] = ['vlan', 'add', 'remove', 'except'];

// In the order in which IOS resolves what is too short to be unique.
const interfaceKinds: readonly string[] = [
  'ethernet',
  'fastethernet',
  'gigabitethernet',
  'tengigabitethernet',
  'twentyfivegige',
  'fortygigabitethernet',
  'hundredgige',
  'loopback',
  'vlan',
  'port-channel',
  'tunnel',
  'serial',
  'management',
];

/** The one spelling that all spellings of a line share. */
export function normalised(line: string): string {
  const words = line.trim().toLowerCase().split(/\s+/);
  const negated = words[0] === 'no' && words.length > 1;
  const command = expanded(negated ? words.slice(1) : words);
  return (negated ? ['no', ...command] : command).join(' ');
}

function expanded(words: readonly string[]): readonly string[] {
  const keywords = knownKeywords(words);
  const rest = words.slice(keywords.length);
  const [first = ''] = keywords;
  if (freeText.includes(first)) return [...keywords, ...rest];
  return withVlanLists([...keywords, ...withInterfaces(first, rest)]);
}

function knownKeywords(words: readonly string[]): readonly string[] {
  const keywords: string[] = [];
  let level: Grammar | true | undefined = grammar;
  for (const word of words) {
    const keyword: string | undefined = level === true || level === undefined ? undefined : keywordFor(word, level);
    if (keyword === undefined || level === true) break;
    keywords.push(keyword);
    level = level?.[keyword];
  }
  return keywords;
}

function keywordFor(word: string, level: Grammar): string | undefined {
  const keywords = Object.keys(level);
  if (keywords.includes(word)) return word;
  const [only, ...others] = keywords.filter((keyword) => word.length >= 2 && keyword.startsWith(word));
  return others.length === 0 ? only : undefined;
}

/** `Gi0/1`, and after `interface` also `Gi 0/1`, become `gigabitethernet0/1`. */
function withInterfaces(command: string, words: readonly string[]): readonly string[] {
  const [kind, number, ...rest] = words;
  const apart = command === 'interface' && kind !== undefined && number !== undefined;
  const joined = apart && /^[a-z-]+$/.test(kind) && /^\d/.test(number) ? [kind + number, ...rest] : words;
  return joined.map(interfaceName);
}

function interfaceName(word: string): string {
  const [, prefix, number] = /^([a-z-]+)(\d+(?:[/.:]\d+)*)$/.exec(word) ?? [];
  if (prefix === undefined || number === undefined) return word;
  const kind = interfaceKinds.find((candidate) => candidate.startsWith(prefix));
  return kind === undefined ? word : kind + number;
}

function withVlanLists(words: readonly string[]): readonly string[] {
  const spaced = words
    .join(' ')
    .replaceAll(/\s*,\s*/g, ',')
    .split(' ');
  return spaced.map((word, at) => (beforeVlans.includes(spaced[at - 1] ?? '') ? vlanList(word) : word));
}

function vlanList(word: string): string {
  const vlans = vlanSet(word);
  return vlans === undefined ? word : vlanText(vlans);
}

const highestVlan = 4094;
/** All VLANs one by one take less; each part may stand for all of them. */
const longestVlanList = 20_000;

/** The VLANs of a list like `10,20-22`, or nothing when it is no such list. */
export function vlanSet(list: string): ReadonlySet<number> | undefined {
  if (list.length > longestVlanList) return undefined;
  if (!/^\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*$/.test(list)) return undefined;
  const vlans = new Set<number>();
  for (const part of list.split(',')) {
    const [from = 0, to = from] = part.split('-').map(Number);
    for (let vlan = from; vlan <= Math.min(to, highestVlan); vlan += 1) vlans.add(vlan);
  }
  return vlans;
}

/** The shortest list of these VLANs, in order. */
export function vlanText(vlans: ReadonlySet<number>): string {
  const parts: string[] = [];
  let start: number | undefined;
  for (const vlan of [...vlans].toSorted((a, b) => a - b)) {
    start ??= vlan;
    if (vlans.has(vlan + 1)) continue;
    parts.push(start === vlan ? `${vlan}` : `${start}-${vlan}`);
    start = undefined;
  }
  return parts.join(',');
}
