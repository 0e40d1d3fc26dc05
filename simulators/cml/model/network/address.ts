/** An IPv4 address as a number; `undefined` for what is none. */
export function addressIn(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export interface Prefix {
  readonly network: number;
  readonly length: number;
}

/** `255.255.255.0` is 24; `undefined` for a mask with holes. */
export function maskLength(mask: string): number | undefined {
  const value = addressIn(mask);
  if (value === undefined) return undefined;
  const bits = value.toString(2).padStart(32, '0');
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : undefined;
}

export function prefixOf(address: number, length: number): Prefix {
  const size = 2 ** (32 - length);
  return { network: Math.floor(address / size) * size, length };
}

export function contains({ network, length }: Prefix, address: number): boolean {
  return prefixOf(address, length).network === network;
}
