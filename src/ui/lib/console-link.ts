interface Door {
  readonly host: string;
  readonly protocol: string;
  readonly port: number;
}

/** What the reader's computer opens by itself; a console that it has no program for is reached by its address. */
const schemes: Readonly<Record<string, string>> = { serial: 'telnet', telnet: 'telnet', vnc: 'vnc', ssh: 'ssh' };

export function consoleLink({ host, protocol, port }: Door): string | undefined {
  const scheme = schemes[protocol.toLowerCase()];
  const name = host.includes(':') ? `[${host}]` : host;
  return scheme === undefined ? undefined : `${scheme}://${name}:${port}`;
}
