import type { Device } from '../state.ts';

export function shellPrompt(label: string): string {
  return `${label}:~$ `;
}

interface Typed {
  readonly device: Device;
  readonly output: string;
  readonly save: boolean;
}

/** A plain prompt: what is typed is remembered in the node's script, so that an extraction shows it. */
export function shellTyped(device: Device, line: string, label: string): Typed {
  const text = line.trim();
  if (text === '') return { device, output: '', save: false };
  if (text === 'hostname') return { device, output: label, save: false };
  if (text === 'history') return { device, output: device.running.map((one) => one.line).join('\n'), save: false };
  if (/^(ping|traceroute|arp|nslookup|dig|curl|wget)\b/.test(text)) {
    return { device, output: `% Not simulated: ${text}`, save: false };
  }
  // A script written down by the disk at once: a shell has no configuration that a reboot would lose.
  return { device: { ...device, running: [...device.running, { line: text, children: [] }] }, output: '', save: true };
}
