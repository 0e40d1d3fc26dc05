import type { ConfigurationLine } from './ios-configuration.ts';
import { normalised, vlanSet } from './ios-line.ts';
import type { LinePattern } from './rules.ts';

export type Matcher = (line: ConfigurationLine) => boolean;

// IOS takes 254 characters; longer lines are certificates and the like, on which an expression only costs time.
const longestLine = 300;

/** Whether a line of a configuration is the one that the pattern means. */
export function matcher(pattern: LinePattern): Matcher {
  if (typeof pattern !== 'string') return expressed(pattern.regex);
  const key = normalised(pattern);
  const vlans = declaredVlans(key);
  if (vlans === undefined) return (line) => line.key === key;
  return (line) => {
    const declared = declaredVlans(line.key);
    return declared !== undefined && [...vlans].every((vlan) => declared.has(vlan));
  };
}

/** Whether a line that a command prints holds the pattern's words in a row: around them stands whatever else there is to say. */
export function wordsMatcher(pattern: LinePattern): Matcher {
  if (typeof pattern !== 'string') return expressed(pattern.regex);
  const words = ` ${plain(pattern)} `;
  return ({ text }) => ` ${plain(text)} `.includes(words);
}

function plain(text: string): string {
  return text.trim().toLowerCase().split(/\s+/).join(' ');
}

function expressed(source: string): Matcher {
  const expression = compiled(source);
  return ({ key, text }) =>
    text.length <= longestLine && (expression?.test(key) === true || expression?.test(text) === true);
}

/** The VLANs that a line `vlan 10,20` makes: IOS prints nameless ones together, so one rule may be met within a longer list. */
function declaredVlans(key: string): ReadonlySet<number> | undefined {
  return key.startsWith('vlan ') ? vlanSet(key.slice('vlan '.length)) : undefined;
}

export function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'i');
  } catch {
    return undefined;
  }
}

export function shown(pattern: LinePattern): string {
  return typeof pattern === 'string' ? pattern : `/${pattern.regex}/`;
}
