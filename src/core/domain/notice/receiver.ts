/** `hooks.example.org`, `*.example.org`, `127.0.0.1:9000`: hosts that people may have themselves told at. */
export function mayBeTold(url: string, hosts: readonly string[]): boolean {
  const { host } = new URL(url);
  return hosts.some((allowed) => (allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed));
}
