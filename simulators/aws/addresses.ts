/**
 * Loopback addresses for what stands in for public ones: 127.77.0.1 to 127.77.255.254, then from the start again. Several
 * worlds on one machine each take a `network` of their own.
 */
export function loopbackAddress(n: number, network = 77): string {
  const index = n % (256 * 254);
  return `127.${network}.${Math.floor(index / 254)}.${(index % 254) + 1}`;
}
