import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { fast: { type: 'boolean' } } });

/** Names of what is to be measured; none: everything. */
export const wanted: readonly string[] = positionals;

const isFast = values.fast === true;

/** Fewer and shorter runs, to see where one stands: what is written down is measured without it. */
export function runs(usual: number): number {
  return isFast ? Math.max(1, Math.ceil(usual / 5)) : usual;
}

/** What has processes of its own takes minutes, and is left out unless it is asked for by name. */
export function isLeftOut(isLong: boolean): boolean {
  return isFast && isLong;
}
