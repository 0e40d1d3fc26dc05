/** What opens a block on network devices. */
const opens =
  /^(interface|router|vlan|line|(class|policy|route)-map|ip (dhcp pool|access-list|sla|vrf)|ipv6 access-list|vrf|crypto|key chain|aaa group|control-plane|redundancy|call-home)( |$)/;
const isInterface = /^interface /;
const closes = /^(!|exit$|end$|$)/;
const isApplet = /^event manager applet /;
const isOfApplet = /^(event|action) /;

/**
 * Labs that went through other people’s tools have lost the space in front of the lines of a block. Where that has happened
 * it is put back: a block then ends at a `!`, an empty line, `exit`, or where the next one begins. What an applet does is
 * written without it also where everything else has it.
 */
export function withIndentation(lines: readonly string[]): readonly string[] {
  const isLost = hasLostIt(lines);
  let inside: 'block' | 'applet' | undefined;
  return lines.map((line) => {
    if (isApplet.test(line)) inside = 'applet';
    else if (closes.test(line.trimEnd())) inside = undefined;
    else if (opens.test(line)) inside = isLost ? 'block' : undefined;
    else if (inside === 'block' || (inside === 'applet' && isOfApplet.test(line))) return ` ${line}`;
    return line;
  });
}

/** No interface has anything below it, and one is followed by what can only be its own. A device never shows that. */
function hasLostIt(lines: readonly string[]): boolean {
  const below = lines.flatMap((line, at) => (isInterface.test(line) ? [(lines[at + 1] ?? '').trimEnd()] : []));
  return below.every((line) => !/^\s/.test(line)) && below.some((line) => !closes.test(line) && !opens.test(line));
}
