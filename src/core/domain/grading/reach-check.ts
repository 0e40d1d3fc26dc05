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
export function evaluateReach(check: ReachCheck, output = ''): Finding {
  const { is = 'reachable' } = check;
  const wanted = `${pingOf(check)} / ${is}`;
  const lines = output.split(/\r\n|\r|\n/);
  const line = lines.findIndex((text) => answeredPercent(text) !== undefined);
  const text = lines[line]?.trim() ?? '';
  const answers = (answeredPercent(text) ?? 0) > 0;
  const none = { total: 1, unwanted: [] };
  if (line === -1 || answers !== (is === 'reachable')) return { ...none, met: 0, matched: [], missing: [wanted] };
  return { ...none, met: 1, matched: [{ wanted, text, line: line + 1, source: 'output' }], missing: [] };
}
