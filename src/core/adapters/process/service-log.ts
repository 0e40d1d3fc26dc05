import { writeSync } from 'node:fs';

/** Structured logs: what is known as data first, then what happened in words. pino's loggers are such logs. */
export interface ServiceLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** By pino's numbers, so that all services' lines are read by the same tools. */
const levels = { debug: 20, info: 30, warn: 40, error: 50, silent: 100 } as const;
export type LogLevel = keyof typeof levels;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are the levels
export const logLevels = Object.keys(levels) as [LogLevel, ...LogLevel[]];

/** Before anything else is read, so that what is wrong with the rest can be said. */
export function logLevelOf(environment: { readonly [name: string]: string | undefined }): LogLevel {
  return logLevels.find((level) => level === environment['LOG_LEVEL']) ?? 'info';
}

const secretName = /password|secret|token$|authorization|cookie/i;

interface Options {
  readonly service: string;
  readonly level: LogLevel;
  readonly now: () => number;
  readonly write?: ((line: string) => void) | undefined;
}

/** One JSON line for each thing that is said, on standard output, in the form that pino gives them. */
export function jsonLog({ service, level, now, write = toStandardOutput }: Options): ServiceLog {
  const say = (of: LogLevel) => (fields: object, message: string) => {
    if (levels[of] < levels[level]) return;
    const time = new Date(now()).toISOString();
    write(`${JSON.stringify({ level: levels[of], time, service, ...fields, msg: message }, plain)}\n`);
  };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

/** Errors with what led to them; what is secret by its name without what it says. */
function plain(name: string, value: unknown): unknown {
  if (typeof value === 'string' && secretName.test(name)) return '[secret]';
  if (!(value instanceof Error)) return value;
  const { name: type, message, stack, cause } = value;
  return { type, message, stack, ...(cause !== undefined && { cause }) };
}

/** At once and not by a stream: the last words of a process that ends must not be lost. */
function toStandardOutput(line: string): void {
  try {
    writeSync(1, line);
  } catch {
    // A full pipe or a reader that went away: a log is no reason to stop.
  }
}
