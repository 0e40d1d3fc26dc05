import { hasDemoUsers } from '@lcm/control-plane-api/edge-config';
import { pino } from 'pino';
import { parseLauncherConfig } from './config.ts';
import { startOneProcess } from './one-process.ts';
import { startTrouble } from './start-trouble.ts';

const environment = { DEMO_USERS: 'true', ...process.env };
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(name));

try {
  const config = parseLauncherConfig(environment);
  const logger = pino({ level: config.LOG_LEVEL, redact: ['req.headers.authorization', 'req.headers.cookie'] });
  const { url, mailUrl, stopped } = await startOneProcess(config, { environment, logger, signal: stop.signal });
  const logins = hasDemoUsers(config) ? '\n  Log in as admin, manager, author or user; the password is "test".' : '';
  const mails = mailUrl === undefined ? '' : `\n  What it mails goes nowhere; read it at ${mailUrl}`;
  process.stdout.write(`\n  Lablet Cloud Manager is at ${url}${logins}${mails}\n\n`);
  await stopped;
  process.exit(0);
} catch (error) {
  process.stderr.write(`\n  It did not start. ${startTrouble(error) ?? describe(error)}\n\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
