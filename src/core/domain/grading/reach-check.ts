import type { Finding } from './finding.ts';
import type { ReachCheck } from './rules.ts';

/** The question behind it, as it is typed. */
export function pingOf({ reach, from }: ReachCheck): string {
  return from === undefined ? `ping ${reach}` : `ping ${reach} source ${from}`;
}

/** How many per cent of the asked came back; `undefined` when the output does not say. */
export function answeredPercent(output: string): number | undefined {
  const rate = /success rate is (\d{1,3}) percent/i.exec(output)?.[1];
  if (rate !== undefined) return Number(rate);
  const lost = /(\d{1,3}(?:\.\d+)?)% packet loss/i.exec(output)?.[1];
  return lost === undefined ? undefined : 100 - Number(lost);
}

/** Any answer counts: the first of five is often lost while addresses are resolved. */
export function evaluateReach(check: ReachCheck, output: string): Finding {
  const { is = 'reachable' } = check;
  const percent = answeredPercent(output) ?? 0;
  const wanted = `${pingOf(check)} / ${is}`;
  const lines = output.split(/\r\n|\r|\n/);
  const line = lines.findIndex((text) => answeredPercent(text) !== undefined);
  const met = percent > 0 === (is === 'reachable') && line !== -1;
  const said = { wanted, text: lines[line]?.trim() ?? '', line: line + 1, source: 'output' as const };
  return { met: met ? 1 : 0, total: 1, matched: met ? [said] : [], missing: met ? [] : [wanted], unwanted: [] };
}
