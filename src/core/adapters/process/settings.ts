import { readFileSync } from 'node:fs';
import * as z from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Somebody must change the settings before this program can run: no restart helps. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError that names every setting at fault at once */
export function readSettings<Schema extends z.ZodType>(schema: Schema, environment: Environment): z.output<Schema> {
  return inWords(() =>
    schema.parse(environment, { error: ({ input }) => (input === undefined ? 'is missing' : undefined) }),
  );
}

/** Whatever `parse` finds wrong with the settings, in words and without a stack. */
export function inWords<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    if (error instanceof z.ZodError) throw new SettingsError(`settings at fault:\n${z.prettifyError(error)}`);
    throw error;
  }
}

const inFile = /^(?!AWS_)(.*(?:PASSWORD|SECRET|TOKEN|SECRET_KEY)|MONGODB_URL|REDIS_URL)_FILE$/;

/** `NAME_FILE` names a file that holds the secret `NAME`, as container platforms hand them out. An empty value is none. */
export function withSecretFiles(environment: Environment): Environment {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const fromFiles = given.flatMap(([key, path]) => {
    const name = inFile.exec(key)?.[1];
    return name === undefined || path === undefined ? [] : [[name, secretIn(key, path)] as const];
  });
  const twice = fromFiles.find(([name]) => (environment[name] ?? '') !== '');
  if (twice) throw new SettingsError(`${twice[0]} and ${twice[0]}_FILE are both set: which one counts?`);
  return Object.fromEntries([...given, ...fromFiles]);
}

function secretIn(key: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new SettingsError(`${key}: ${path} cannot be read`, { cause: error });
  }
}
