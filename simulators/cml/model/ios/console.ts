import type { Device, Section } from '../state.ts';
import { applyLine, isVerbatim, openBanner, spelledOut } from './config-tree.ts';
import { execGrammar, globalGrammar, subGrammar, type Understood, understand } from './grammar.ts';
import { canonicalLine, opensSection } from './lines.ts';
import { show } from './show.ts';

export interface Typed {
  readonly device: Device;
  readonly output: string;
  /** The running configuration is to be written to the disk. */
  readonly save: boolean;
}

export interface DeviceFacts {
  readonly startup: string;
  readonly model: string;
  /** What `ping` prints, by the network that the device is in; absent: it is in none. */
  readonly ping?: ((command: string) => string) | undefined;
  /** Whether a cable to a device that runs is in the port; absent: all have one. */
  readonly isCabled?: ((port: string) => boolean) | undefined;
}

export function freshDevice(run: number, running: Section[]): Device {
  return { run, modes: ['exec'], targets: [], banner: null, running };
}

export function hostnameOf(running: readonly Section[]): string {
  const line = running.find((section) => section.line.startsWith('hostname '))?.line;
  return line?.slice('hostname '.length).replaceAll('"', '') ?? 'Router';
}

const subPrompts: readonly (readonly [RegExp, string])[] = [
  [/^interface \S+\.\d+$/, 'config-subif'],
  [/^interface /, 'config-if'],
  [/^vlan /, 'config-vlan'],
  [/^router /, 'config-router'],
  [/^line /, 'config-line'],
  [/^ip access-list standard /, 'config-std-nacl'],
  [/^ip access-list extended /, 'config-ext-nacl'],
  [/^ip dhcp pool /, 'dhcp-config'],
  [/^class-map /, 'config-cmap'],
  [/^policy-map /, 'config-pmap'],
  [/^route-map /, 'config-route-map'],
];

export function prompt({ modes, targets, banner, running }: Device): string {
  if (banner) return '';
  const name = hostnameOf(running);
  const mode = modes.at(-1);
  if (mode === 'exec') return `${name}>`;
  return mode === 'privileged' ? `${name}#` : `${name}(${configurationMode(targets)})#`;
}

function configurationMode(targets: Device['targets']): string {
  const header = targets[0]?.[0];
  if (header === undefined) return 'config';
  const sub = subPrompts.find(([pattern]) => pattern.test(header))?.[1] ?? 'config-sub';
  return targets.length > 1 && sub === 'config-if' ? 'config-if-range' : sub;
}

/** One line at the console of an IOS-like node: what changes and what it prints. Pure. */
export function typeLine(device: Device, line: string, facts: DeviceFacts): Typed {
  if (device.banner) return typeBanner(device, device.banner, line);
  const text = line.trim();
  if (text === '' || text.startsWith('!')) return quiet(device);
  if (text.endsWith('?')) return { device, output: help(device), save: false };
  if (device.modes.at(-1) !== 'config') return typeExec(device, text, facts);
  const asked = /^do\s+(.+)$/.exec(text)?.[1];
  if (asked === undefined) return typeConfiguration(device, text);
  const done = typeExec({ ...device, modes: ['exec', 'privileged'] }, asked, facts);
  return { ...done, device: { ...done.device, modes: device.modes, targets: device.targets } };
}

function quiet(device: Device): Typed {
  return { device, output: '', save: false };
}

function help(device: Device): string {
  const mode = device.modes.at(-1);
  if (mode !== 'config') return 'Exec commands: configure copy disable enable end exit ping reload show terminal write';
  return device.targets.length > 0
    ? 'Commands: default description exit end ip no shutdown switchport ...'
    : 'Configure commands: default end exit hostname interface ip line no router spanning-tree vlan ...';
}

/** IOS points at the word it did not understand, below the prompt. */
function invalid(device: Device, column = 0): Typed {
  const output = `${' '.repeat(prompt(device).length + column)}^\n% Invalid input detected at '^' marker.\n`;
  return { device, output, save: false };
}

const tooVague = (device: Device, text: string): Typed => ({
  device,
  output: `% Ambiguous command:  "${text}"`,
  save: false,
});
const incomplete = (device: Device): Typed => ({ device, output: '% Incomplete command.\n', save: false });

function problem(device: Device, text: string, known: Understood): Typed | undefined {
  if (known.ambiguous && known.depth === 0) return tooVague(device, text);
  if (known.depth === 0) return invalid(device);
  return known.incomplete ? incomplete(device) : undefined;
}

function typeExec(device: Device, text: string, facts: DeviceFacts): Typed {
  const known = understand(execGrammar, text);
  const wrong = problem(device, text, known);
  if (wrong) return wrong;
  const privileged = device.modes.includes('privileged');
  const [command = ''] = known.line.split(' ');
  if (['configure', 'write', 'copy', 'reload', 'debug'].includes(command) && !privileged) return invalid(device);
  return runExec(device, known.line, facts);
}

function runExec(device: Device, line: string, facts: DeviceFacts): Typed {
  if (line === 'enable') return quiet({ ...device, modes: ['exec', 'privileged'] });
  if (/^(disable|exit|logout|quit)$/.test(line)) return quiet({ ...device, modes: ['exec'] });
  if (line === 'configure terminal') {
    const output = 'Enter configuration commands, one per line.  End with CNTL/Z.';
    return { device: { ...device, modes: ['exec', 'privileged', 'config'], targets: [] }, output, save: false };
  }
  if (/^(write|copy running-config startup-config)/.test(line))
    return { device, output: 'Building configuration...\n[OK]', save: true };
  if (line.startsWith('show ')) return shown(device, line, facts);
  return { device, output: execOutput(line, facts), save: false };
}

function shown(device: Device, line: string, facts: DeviceFacts): Typed {
  const needsRights = /^show (running|startup)-config/.test(line) && !device.modes.includes('privileged');
  const output = needsRights ? undefined : show(line, { ...facts, running: device.running });
  return output === undefined ? invalid(device, 5) : { device, output, save: false };
}

function execOutput(line: string, { ping }: DeviceFacts): string {
  if (line.startsWith('ping ') && ping !== undefined) return ping(line);
  return /^(ping|traceroute) /.test(line) ? `% Not simulated: ${line}` : '';
}

function typeConfiguration(device: Device, text: string): Typed {
  const [target] = device.targets;
  if (target && isVerbatim(target)) return typeVerbatim(device, target, text);
  if (/^end$/i.test(text)) return quiet({ ...device, modes: ['exec', 'privileged'], targets: [] });
  if (/^(exit|exit-address-family)$/i.test(text)) return quiet(leave(device));
  const delimiter = openBanner(text);
  if (delimiter !== undefined) return quiet({ ...device, targets: [], banner: { delimiter, lines: [text] } });
  return typeCommand(device, text);
}

function leave(device: Device): Device {
  if (device.targets.length === 0) return { ...device, modes: ['exec', 'privileged'] };
  const outer = device.targets.map((path) => path.slice(0, -1)).filter((path) => path.length > 0);
  return { ...device, targets: outer };
}

/** In a sub-mode a line is for the sub-mode, unless only the global mode knows it as well. */
function typeCommand(device: Device, text: string): Typed {
  // Entries of access lists may begin with their number.
  const bare = text.replace(/^(no|default)\s+/, '').replace(/^\d+\s+(?=permit|deny|remark)/, '');
  const global = understand(globalGrammar, bare);
  const sub = understand(subGrammar, bare);
  const inside = device.targets.length > 0 && sub.depth > 0 && sub.depth >= global.depth;
  const known = inside ? sub : global;
  const wrong = problem(device, text, /^(no|default)\s/.test(text) ? { ...known, incomplete: false } : known);
  if (wrong) return wrong;
  return edit({ ...device, targets: inside ? device.targets : [] }, text);
}

function edit(device: Device, text: string): Typed {
  const paths = device.targets.length > 0 ? device.targets : [[]];
  let { running } = device;
  const opened: string[][] = [];
  for (const path of paths) {
    for (const line of spelledOut(canonicalLine(text, path.length))) {
      running = applyLine(running, path, line);
      if (opensSection(line, path.length)) opened.push([...path, line]);
    }
  }
  return quiet({ ...device, running, targets: opened.length > 0 ? opened : device.targets });
}

function typeVerbatim(device: Device, path: readonly string[], text: string): Typed {
  const changed = { ...device, running: applyLine(device.running, path, text) };
  return quiet(text === 'quit' ? leave(changed) : changed);
}

function typeBanner(device: Device, { delimiter, lines }: NonNullable<Device['banner']>, line: string): Typed {
  const all = [...lines, line];
  if (!line.includes(delimiter)) return quiet({ ...device, banner: { delimiter, lines: all } });
  return quiet({ ...device, banner: null, running: applyLine(device.running, [], all.join('\n')) });
}
