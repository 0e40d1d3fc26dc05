import { expect, test } from 'vitest';
import { parseConfiguration, renderConfiguration } from './config-tree.ts';
import { freshDevice, prompt, typeLine } from './console.ts';

/** Types lines at a node and tells what they printed, the last prompt and the running configuration. */
function session(running: string, ...lines: string[]) {
  let device = freshDevice(0, parseConfiguration(running));
  const printed: string[] = [];
  let saved = false;
  for (const line of lines) {
    const typed = typeLine(device, line, { startup: '', model: 'ioll2-xe' });
    ({ device } = typed);
    saved ||= typed.save;
    printed.push(typed.output);
  }
  return { printed, saved, prompt: prompt(device), running: renderConfiguration(device.running) };
}

const configure = ['enable', 'configure terminal'];

test('the prompt tells where one is', () => {
  expect(session('hostname SW1').prompt).toBe('SW1>');
  expect(session('hostname SW1', 'en').prompt).toBe('SW1#');
  expect(session('hostname SW1', 'en', 'conf t').prompt).toBe('SW1(config)#');
  expect(session('hostname SW1', ...configure, 'int e0/0').prompt).toBe('SW1(config-if)#');
  expect(session('hostname SW1', ...configure, 'interface range e0/0 - 2').prompt).toBe('SW1(config-if-range)#');
  expect(session('hostname SW1', ...configure, 'vlan 10', 'exit').prompt).toBe('SW1(config)#');
  expect(session('hostname SW1', ...configure, 'router ospf 1', 'end').prompt).toBe('SW1#');
  expect(session('', ...configure, 'hostname R9').prompt).toBe('R9(config)#');
});

test('abbreviated commands are written out', () => {
  const { running } = session(
    '',
    ...configure,
    'int g0/1',
    'desc to SW2',
    'sw mode acc',
    'sw acc vlan 20',
    'ip add 10.0.0.1 255.255.255.0',
  );
  expect(running).toContain(
    'interface GigabitEthernet0/1\n description to SW2\n switchport mode access\n switchport access vlan 20\n ip address 10.0.0.1 255.255.255.0\n',
  );
});

test('a later value replaces the earlier one, and `no` takes it away', () => {
  const { running } = session(
    'interface Ethernet0/0\n shutdown\n',
    ...configure,
    'int e0/0',
    'switchport access vlan 10',
    'switchport access vlan 20',
    'no shut',
  );
  expect(running).toBe('interface Ethernet0/0\n switchport access vlan 20\n!\nend\n');
  expect(session('vlan 10\n name A\nvlan 20\n', ...configure, 'no vlan 10').running).toBe('vlan 20\n!\nend\n');
});

test('an interface range changes each of its interfaces', () => {
  const { running } = session('', ...configure, 'interface range e0/0-1, e1/0', 'switchport mode trunk');
  expect(running.match(/switchport mode trunk/g)).toHaveLength(3);
});

test('allowed VLANs are added and removed', () => {
  const vlans = (...lines: string[]) =>
    session('', ...configure, 'int e0/0', ...lines.map((line) => `switchport trunk allowed vlan ${line}`)).running;
  expect(vlans('10,20', 'add 21,22,30')).toContain('allowed vlan 10,20-22,30\n');
  expect(vlans('10-12', 'remove 11')).toContain('allowed vlan 10,12\n');
  expect(vlans('10', 'remove 10')).toContain('allowed vlan none\n');
});

test('a global command leaves the sub-mode it is typed in', () => {
  const { running, prompt: last } = session(
    '',
    ...configure,
    'interface e0/0',
    'shutdown',
    'hostname R7',
    'vlan 30',
    'name Voice',
  );
  expect(running).toContain('vlan 30\n name Voice\n');
  expect(last).toBe('R7(config-vlan)#');
});

test('what is no command is pointed at, what is vague or short is said so', () => {
  expect(session('hostname R1', 'frobnicate').printed[0]).toBe("   ^\n% Invalid input detected at '^' marker.\n");
  expect(session('', ...configure, 'frobnicate').printed.at(-1)).toContain('% Invalid input');
  expect(session('', ...configure, 'hostname').printed.at(-1)).toContain('% Incomplete command');
  expect(session('', 'd').printed.at(-1)).toContain('% Ambiguous command');
  expect(session('', 'configure terminal').printed[0]).toContain('% Invalid input');
});

test('`do` shows without leaving the configuration', () => {
  const { printed, prompt: last } = session(
    'hostname R1\nvlan 10\n name Users',
    ...configure,
    'int e0/0',
    'do show vlan brief',
  );
  expect(printed.at(-1)).toMatch(/10\s+Users\s+active/);
  expect(last).toBe('R1(config-if)#');
});

test('show commands read the running configuration', () => {
  const running =
    'hostname R1\ninterface Ethernet0/0\n ip address 10.0.0.1 255.255.255.0\ninterface Ethernet0/1\n shutdown\n';
  expect(session(running, 'en', 'sh run').printed[1]).toContain('hostname R1');
  expect(session(running, 'en', 'sh run | inc ip address').printed[1]).toBe(' ip address 10.0.0.1 255.255.255.0');
  expect(session(running, 'en', 'show run interface e0/1').printed[1]).toContain('interface Ethernet0/1\n shutdown');
  expect(session(running, 'sh ip int br').printed[0]).toMatch(/Ethernet0\/0\s+10\.0\.0\.1 .*up/);
  expect(session(running, 'sh run').printed[0]).toContain('% Invalid');
});

test('writing the memory is asked of the disk', () => {
  expect(session('', 'en', 'wr').saved).toBe(true);
  expect(session('', 'en', 'copy run start').printed[1]).toContain('[OK]');
  expect(session('', 'en').saved).toBe(false);
});

test('a banner is typed over several lines', () => {
  const { running, prompt: last } = session(
    'hostname R1',
    ...configure,
    'banner motd #',
    'no vlan 10',
    'bye #',
    'hostname R2',
  );
  expect(running).toContain('banner motd #\nno vlan 10\nbye #\n');
  expect(last).toBe('R2(config)#');
});

test('hand-written configurations without indentation are understood', () => {
  const tree = parseConfiguration('vlan 10\nname Users\nexit\nint e0/0\nswitch mode trunk\nno shut\n');
  expect(renderConfiguration(tree)).toBe(
    'vlan 10\n name Users\n!\ninterface Ethernet0/0\n switchport mode trunk\n!\nend\n',
  );
});

test('so are the lines of an applet, and those of routing on an interface', () => {
  const applet = ['event manager applet keys', 'event timer countdown time 60', 'action 1 cli command "enable"'];
  const tree = parseConfiguration([...applet, '!', 'interface Ethernet0/0', 'ip ospf cost 10', '!'].join('\n'));
  expect(tree.map(({ line, children }) => [line, children.length])).toEqual([
    ['event manager applet keys', 2],
    ['interface Ethernet0/0', 1],
  ]);
});
