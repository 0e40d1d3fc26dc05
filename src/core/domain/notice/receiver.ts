/** `hooks.example.org`, `*.example.org`, `127.0.0.1:9000`: hosts that people may have themselves told at. */
export function mayBeTold(url: string, hosts: readonly string[]): boolean {
  const host = hostOf(url);
  if (host === undefined) return false;
  return hosts.some((allowed) => (allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed));
}

/** Undefined when it is no address, whatever it looks like: `http://host:99999`. */
export function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
