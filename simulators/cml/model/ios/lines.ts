import { globalGrammar, subGrammar, understand } from './grammar.ts';
import { interfaceName } from './names.ts';

/** What single lines of a configuration mean to each other: which replaces which, which can be undone by which. */

const headers = [
  /^interface \S/,
  /^vlan \d/,
  /^router \S/,
  /^ipv6 router \S/,
  /^line (con|aux|vty) /,
  /^ip access-list (standard|extended) \S/,
  /^ipv6 access-list \S/,
  /^ip dhcp pool \S/,
  /^(class-map|policy-map|route-map|key chain) \S/,
  /^vrf (definition|context) \S/,
  /^ip vrf \S+$/,
  /^control-plane/,
  /^redundancy$/,
  /^event manager applet \S/,
  /^crypto (pki (trustpoint|certificate chain)|isakmp policy|ikev2) \S/,
  /^(radius|tacacs) server \S/,
  /^ip sla \d+$/,
  /^(archive|call-home)$/,
];

const nestedHeaders = [
  /^address-family \S/,
  /^certificate \S/,
  /^class \S/,
  /^key \d+$/,
  /^(icmp-echo|udp-jitter|tcp-connect) \S/,
];

/** Whether a line opens a mode of its own, at this depth of the configuration. */
export function opensSection(line: string, depth: number): boolean {
  return (depth === 0 ? headers : nestedHeaders).some((header) => header.test(line));
}

/** Commands of which one can hold at a time: the part before the value. */
const singles = [
  /^(hostname|version|description|duplex|speed|bandwidth|delay|mtu|media-type|name|state|password|router-id)(?= |$)/,
  /^(exec-timeout|session-timeout|auto-cost reference-bandwidth|encapsulation|channel-group|lease|domain-name|default-router|dns-server)(?= |$)/,
  /^(ip default-gateway|ip domain name|ip domain-name|ip ssh version|enable secret|enable password|clock timezone|ip mtu|key-string)(?= |$)/,
  /^(vtp (?:mode|domain|version|password)|spanning-tree (?:mode|cost|guard|link-type|portfast|bpduguard|port-priority|pathcost method))(?= |$)/,
  /^(switchport (?:mode|access vlan|voice vlan|trunk native vlan|trunk encapsulation|trunk allowed vlan))(?= |$)/,
  /^(switchport port-security (?:maximum|violation))(?= |$)/,
  /^(spanning-tree vlan \S+ (?:priority|root|cost|port-priority|forward-time|hello-time|max-age))(?= |$)/,
  /^(standby \d+ (?:ip|priority|preempt|timers|authentication))(?= |$)/,
  /^(ip ospf (?:cost|priority|network|hello-interval|dead-interval))(?= |$)/,
  /^(transport (?:input|output|preferred)|login|username \S+|ip nat)(?= (?!inside source|on-|block-for|pool|inside \S)|$)/,
  /^(cdp (?:timer|holdtime)|lldp (?:timer|holdtime|reinit)|banner \w+)(?= |$)/,
];

/** Two lines with the same key cannot stand side by side: the later one wins. */
export function keyOf(line: string): string {
  const positive = line.replace(/^no /, '');
  if (/^ip address (?!.* secondary$)/.test(`${positive} `)) return 'ip address';
  for (const single of singles) {
    const key = single.exec(positive)?.[1];
    if (key !== undefined) return key;
  }
  return positive;
}

/** Features that IOS has on unless told otherwise: their negation is shown. */
const onByDefault =
  /^(ip address|ip routing|ip cef|ipv6 cef|ip http server|ip http secure-server|ip domain[ -]lookup|ip route-cache|cdp run|cdp enable|lldp transmit|lldp receive|switchport|login|logging console|auto-summary|ip proxy-arp|ip redirects|ip unreachables|ip split-horizon|keepalive|service \S.*|mop enabled)$/;

/** Lists, values and features that are off by default: taking them away leaves no trace. */
const silent = new RegExp(
  `^(${[
    'shutdown|interface|vlan|router|line|ip route|ip access-list|access-list|ip dhcp|ip nat|ip name-server|ip default-gateway|ip host|ip prefix-list',
    'username|hostname|description|network|neighbor|redistribute|area|name|state|channel-group|standby|vrrp|encapsulation|bandwidth|duplex|speed',
    'switchport (?:access|trunk|mode|voice|port-security|nonegotiate)|spanning-tree (?:portfast|bpduguard|guard|cost|vlan|link-type|port-priority)',
    'lldp run|lldp timer|lldp holdtime|lldp reinit|ntp|snmp-server|route-map|class-map|policy-map|key|permit|deny|remark|enable|banner|password',
    'passive-interface|router-id|default-information|default-router|dns-server|domain-name|exec-timeout|transport|ip ospf|ip access-group',
    'ip helper-address|ipv6 address|ipv6 unicast-routing|ip domain name|ip domain-name|vtp|crypto|version|access-class|logging host|ip multicast-routing',
  ].join('|')})(?= |$)`,
);

/** Whether `no <line>` shows in a running configuration although the line was not there before. */
export function negationShows(line: string, removedSomething: boolean): boolean {
  if (onByDefault.test(line)) return true;
  return !removedSomething && !silent.test(line);
}

/** The way IOS writes a line, whatever was abbreviated. Banners and certificates are nobody's grammar. */
export function canonicalLine(text: string, depth: number): string {
  const line = text.trim();
  const [, prefix = '', rest = line] = /^((?:no|default) )?\s*(.*)$/s.exec(line) ?? [];
  if (rest.startsWith('banner ')) return `${prefix}${rest}`;
  const written = understand(depth === 0 ? globalGrammar : subGrammar, rest).line;
  return `${prefix}${canonicalNames(written)}`;
}

function canonicalNames(line: string): string {
  const named = /^(interface|passive-interface) (?!range )(.+)$/.exec(line);
  if (named) return `${named[1]} ${interfaceName(named[2] ?? '')}`;
  return line
    .replace(/^line console /, 'line con ')
    .replace(/^ip domain-name /, 'ip domain name ')
    .replace(/^ip domain-lookup$/, 'ip domain lookup');
}
