const interfaceKinds = [
  'Ethernet',
  'FastEthernet',
  'GigabitEthernet',
  'TenGigabitEthernet',
  'Loopback',
  'Vlan',
  'Port-channel',
  'Serial',
  'Tunnel',
  'Management',
  'MgmtEth',
  'BDI',
];

/** `g0/1` or `gi 0/1`: `GigabitEthernet0/1`. What is no abbreviation stays as it is. */
export function interfaceName(text: string): string {
  const match = /^([a-z-]+?)\s*(\d[\d/.:]*)$/i.exec(text.trim());
  if (!match) return text.trim();
  const [, kind = '', number = ''] = match;
  const full = interfaceKinds.find((name) => name.toLowerCase().startsWith(kind.toLowerCase()));
  return `${full ?? kind}${number}`;
}

/** `e0/0-3,e1/0 - 1`: the names it stands for, each once. */
export function interfaceRange(text: string): string[] {
  return [...new Set(text.split(',').flatMap(oneRange))];
}

function oneRange(text: string): string[] {
  const [first = '', last] = text.split(/\s*-\s*(?=[a-z]*\s*\d)/i);
  const name = interfaceName(first);
  const match = /^(.*?)(\d+)$/.exec(name);
  if (last === undefined || !match) return [name];
  const [, stem = '', from = ''] = match;
  const to = Number(/(\d+)$/.exec(last)?.[1] ?? from);
  return numbers(Number(from), to).map((number) => `${stem}${number}`);
}

/** `10,20-22`: 10, 20, 21, 22. */
export function numberList(text: string): number[] {
  const parts = text.split(',').flatMap((part) => {
    const [from = '', to] = part.trim().split('-');
    return to === undefined ? [Number(from)] : numbers(Number(from), Number(to));
  });
  return [...new Set(parts.filter((number) => Number.isInteger(number)))].toSorted((a, b) => a - b);
}

/** The other way about: runs of three and more with a dash, as IOS writes them. */
export function writeNumbers(list: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of list) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from},${to}` : `${from}-${to}`))
    .join(',');
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, Math.min(to - from, 4095) + 1) }, (_, index) => from + index);
}
