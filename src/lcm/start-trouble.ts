/** Why it did not start, in words that say what to do; undefined for what nobody has foreseen. */
export function startTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, port } = { code: field(error, 'code'), port: field(error, 'port') };
  if (code === 'EADDRINUSE') {
    const settings = 'APP_PORT or SIMULATION_AWS_PORT, _LDS_PORT, _SMTP_PORT or _MAIL_PORT';
    return `Port ${port} is taken, perhaps by another one that still runs. Stop that, or choose another port with ${settings}.`;
  }
  if (code === 'EACCES') return `This user may not use ${field(error, 'path') ?? `port ${port}`}.`;
  if (error.message.includes('database is locked')) {
    return 'Another process uses this data folder. Stop it, or choose another folder with LCM_DATA.';
  }
  return undefined;
}

function field(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
