import type { Brand } from '../../kernel/index.ts';

export type CmlLabId = Brand<string, 'CmlLabId'>;
export type CmlNodeId = Brand<string, 'CmlNodeId'>;

export function cmlLabId(text: string): CmlLabId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a CmlLabId is minted
  return text as CmlLabId;
}

export function cmlNodeId(text: string): CmlNodeId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a CmlNodeId is minted
  return text as CmlNodeId;
}
