import { interfaceName } from '../ios/names.ts';
import { addressIn } from './address.ts';
import type { NetDevice } from './net-device.ts';
import { type Reach, reach } from './reach.ts';
import type { Network } from './segment.ts';

/** What `ping` prints at an IOS console, by the network as it is. What nobody here can tell is said, never guessed. */
export function pingFrom(network: Network, start: NetDevice, command: string): string {
  const [, target = '', source] = /^ping (?:ip )?(\S+)(?: source (\S+(?: \d\S*)?))?/.exec(command) ?? [];
  const to = addressIn(target);
  if (to === undefined) return `% Unrecognized host or address, or protocol not running.`;
  const from = source === undefined ? undefined : (addressIn(source) ?? interfaceName(source));
  return printed(target, reach(network, start, { to, from }));
}

function printed(target: string, result: Reach): string {
  if (result.is === 'unknown') return `% Not simulated: whether ${target} answers depends on ${result.because}`;
  const asking = `Type escape sequence to abort.\nSending 5, 100-byte ICMP Echos to ${target}, timeout is 2 seconds:`;
  return result.is === 'yes'
    ? `${asking}\n!!!!!\nSuccess rate is 100 percent (5/5), round-trip min/avg/max = 1/1/1 ms`
    : `${asking}\n.....\nSuccess rate is 0 percent (0/5)`;
}
