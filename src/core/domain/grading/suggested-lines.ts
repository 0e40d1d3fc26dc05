import type { LinePattern } from './rules.ts';

/** What a device writes by itself or differently every time: clocks, keys, licences. Nobody can be asked for that. */
const byDevice: readonly RegExp[] = [
  /^version /,
  /^boot-(start|end)-marker/,
  /^(vtp version|multilink|memory free|redundancy|control-plane|no scheduler)/,
  /^(spanning-tree extend|vlan internal allocation|mmi |ipv6 ioam)/,
  /^(crypto pki|certificate|license|platform|diagnostic|transceiver|quit$)/,
  /^switchport port-security mac-address sticky [\da-f.]+/,
  /^(mac-address|ntp clock-period|banner)\b/,
  /^[\dA-F]{8}( [\dA-F]{8})*/,
];

/** What people type on the way, and what a device shows by the absence of its opposite: no configuration ever has it. */
const onlyTyped: readonly RegExp[] = [
  /^(exit|end)$/,
  /^no shut(d(o(wn?)?)?)?$/,
  /^do /,
  /^(conf(igure)?( t(erminal)?)?|en(able)?)$/,
  /^(wr(ite)?( mem(ory)?)?|copy run(ning-config)? start(up-config)?)$/,
  /^#/,
];

/** Defaults of a release, and what people set up on every device: left out as long as there is anything else. */
const dull: readonly RegExp[] = [
  /^(no )?service /,
  /^(no )?(logging console|aaa new-model|ip cef|ipv6 cef|ip forward-protocol|ip http|ip ssh|crypto)\b/,
  /^(no )?ip domain[- ]lookup/,
  /^(ip audit|login on-success)/,
  /^(media-type|duplex|speed|negotiation|exec-timeout|login|logging synchronous|transport input)\b/,
  /^line (con|aux|vty)/,
  /^no ip address\b/,
];

const secret = /\b(password|secret|key-string|key|community)\b/;

export function isByDevice(text: string): boolean {
  return byDevice.some((pattern) => pattern.test(text));
}

export function isOnlyTyped(text: string): boolean {
  return onlyTyped.some((pattern) => pattern.test(text));
}

export function isDull(text: string): boolean {
  return dull.some((pattern) => pattern.test(text));
}

export function isSecret(text: string): boolean {
  return secret.test(text);
}

/** That there is a secret, not which: stored ones differ each time, and rules are read by many. */
export function secretPattern(text: string): LinePattern {
  const [before = ''] = text.split(secret, 1);
  const word = secret.exec(text)?.[0] ?? '';
  const name = before.replace(/\bprivilege \d+ $/, '').slice(0, 150);
  return { regex: `^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}.*${word}\\b` };
}
