export interface DiffLine {
  readonly change: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Comparing is work for each line with each: beyond this many, what differs is shown as replaced as a whole. */
const mostCompared = 1_500;

/** The fewest lines to take out and put in, in order; of two texts of usual length. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [was, is] = [linesOf(before), linesOf(after)];
  const head = shared(was, is);
  const [oldRest, newRest] = [was.slice(head), is.slice(head)];
  const tail = shared(oldRest.toReversed(), newRest.toReversed());
  const old = oldRest.slice(0, oldRest.length - tail);
  const fresh = newRest.slice(0, newRest.length - tail);
  const isLong = old.length > mostCompared || fresh.length > mostCompared;
  return [
    ...marked('same', was.slice(0, head)),
    ...(isLong ? [...marked('removed', old), ...marked('added', fresh)] : compared(old, fresh)),
    ...marked('same', is.slice(is.length - tail)),
  ];
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/\r?\n/);
}

function marked(change: DiffLine['change'], lines: readonly string[]): readonly DiffLine[] {
  return lines.map((text) => ({ change, text }));
}

function shared(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

function compared(old: readonly string[], fresh: readonly string[]): readonly DiffLine[] {
  const common = commonLengths(old, fresh);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < fresh.length) {
    const change = old[i] === fresh[j] ? 'same' : changeAt(common, i, j);
    lines.push({ change, text: (change === 'added' ? fresh[j] : old[i]) ?? '' });
    i += change === 'added' ? 0 : 1;
    j += change === 'removed' ? 0 : 1;
  }
  return [...lines, ...marked('removed', old.slice(i)), ...marked('added', fresh.slice(j))];
}

type Common = ReturnType<typeof commonLengths>;

function changeAt(common: Common, i: number, j: number): 'added' | 'removed' {
  return common(i + 1, j) >= common(i, j + 1) ? 'removed' : 'added';
}

/** How many lines the rests of both texts have in common from each pair of places on. */
function commonLengths(old: readonly string[], fresh: readonly string[]): (i: number, j: number) => number {
  const width = fresh.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}
