/** What opens a block on network devices. */
const opens =
  /^(interface|router|vlan|line|(class|policy|route)-map|ip (dhcp pool|access-list|sla|vrf)|ipv6 access-list|vrf|crypto|key chain|aaa group|event manager applet|control-plane|redundancy|call-home)( |$)/;
const isInterface = /^interface /;
const closes = /^(!|exit$|end$|$)/;

/**
 * Labs that went through other people’s tools have lost the space in front of the lines of a block. Where that has happened
 * it is put back: a block then ends at a `!`, an empty line, `exit`, or where the next one begins.
 */
export function withIndentation(lines: readonly string[]): readonly string[] {
  if (!hasLostIt(lines)) return lines;
  let isInside = false;
  return lines.map((line) => {
    if (closes.test(line.trimEnd())) isInside = false;
    else if (opens.test(line)) isInside = true;
    else if (isInside) return ` ${line}`;
    return line;
  });
}

/** No interface has anything below it, and one is followed by what can only be its own. A device never shows that. */
function hasLostIt(lines: readonly string[]): boolean {
  const below = lines.flatMap((line, at) => (isInterface.test(line) ? [(lines[at + 1] ?? '').trimEnd()] : []));
  return below.every((line) => !/^\s/.test(line)) && below.some((line) => !closes.test(line) && !opens.test(line));
}
