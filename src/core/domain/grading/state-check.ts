import type { InterfaceEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { normalised } from './ios-line.ts';
import type { StateCheck } from './rules.ts';

/** The interface of the node that a rule means, however it shortens the name. */
export function interfaceOf(interfaces: readonly InterfaceEvidence[], name: string): InterfaceEvidence | undefined {
  const wanted = normalised(`interface ${name}`);
  return interfaces.find((one) => normalised(`interface ${one.name}`) === wanted);
}

export function evaluateState(check: StateCheck, interfaces: readonly InterfaceEvidence[]): Finding {
  const index = interfaces.findIndex((one) => one === interfaceOf(interfaces, check.interface));
  const one = interfaces[index];
  const { to, state } = check;
  const wanted = `${check.interface} ${state}${to === undefined ? '' : `, linked to ${to}`}`;
  const met = one !== undefined && isUp(one) === (state === 'up') && (to === undefined || one.link?.node === to);
  const matched = met ? [{ wanted, text: wordsFor(one), line: index + 1, source: 'state' as const }] : [];
  return { met: matched.length, total: 1, matched, missing: met ? [] : [wanted], unwanted: [] };
}

const up = 'STARTED';

/** An interface without a cable is down, whatever CML says of it. */
function isUp({ state, link }: InterfaceEvidence): boolean {
  return state === up && link?.state === up;
}

function wordsFor({ name, state, link }: InterfaceEvidence): string {
  if (link === undefined) return `${name} ${state}, without a link`;
  return `${name} ${state}, linked to ${link.node} (${link.state})`;
}
