const endless = Number.POSITIVE_INFINITY;

/** Each endless repetition lets the time to fail grow by one more power of the line's length. */
const mostEndless = 3;
/** `(\d+\.){3}` is how people write addresses; what ends as soon as this costs no more than writing it out. */
const fewTimes = 10;

/** What stands in a group: nothing that varies, a repetition or a choice, or a group with those that is repeated itself. */
type Depth = 0 | 1 | 2;

/**
 * Whether the time to fail can grow without measure: a repeated group with a repetition or a choice in it doubles it with
 * every character, many repetitions in a row multiply it. Some harmless expressions are among them.
 */
export function mayTakeForEver(source: string): boolean {
  const groups: number[] = [0];
  let endlessSeen = 0;
  for (const { text, times } of itemsOf(source)) {
    if (text.startsWith('(')) groups.push(0);
    const inside = text === ')' ? (groups.pop() ?? 0) : 0;
    if (isCostly(inside, times)) return true;
    if (times === endless) endlessSeen += 1;
    const own = depthOf({ text, inside, times });
    groups.push(Math.max(groups.pop() ?? 0, own));
  }
  return endlessSeen > mostEndless;
}

function isCostly(inside: number, times: number): boolean {
  if (times === 1) return false;
  return inside === 2 || (inside === 1 && times > fewTimes);
}

/** What an item makes of the group that it stands in. */
function depthOf({ text, inside, times }: { text: string; inside: number; times: number }): Depth {
  if (inside === 2 || (inside === 1 && times > 1)) return 2;
  return inside === 1 || times > 1 || text === '|' || text === '?' ? 1 : 0;
}

interface Item {
  /** A character, an escape, a class, or the head or the end of a group. */
  readonly text: string;
  /** How often it may come, at most. */
  readonly times: number;
}

const item = /\\[^]|\[(?:\\[^]|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<\w+>)|[^]/y;
const repetition = /[+*]|\{(\d+)(?:(,)(\d*))?\}/y;

function* itemsOf(source: string): Generator<Item> {
  for (let at = 0; at < source.length; ) {
    const [text = ''] = matchAt(item, source, at);
    const [repeated = '', least, comma, most] = matchAt(repetition, source, at + text.length);
    yield { text, times: repeated === '' ? 1 : timesOf({ least, comma, most }) };
    at += Math.max(1, text.length + repeated.length);
  }
}

interface Counts {
  readonly least: string | undefined;
  readonly comma: string | undefined;
  readonly most: string | undefined;
}

function timesOf({ least, comma, most }: Counts): number {
  if (least === undefined || (comma !== undefined && most === '')) return endless;
  return Number(most ?? least);
}

function matchAt(pattern: RegExp, source: string, at: number): readonly (string | undefined)[] {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  return sticky.exec(source) ?? [];
}
