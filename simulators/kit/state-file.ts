import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a simulator must remember when it is killed: one JSON document, replaced as a whole.
 * Synchronous on purpose, so that an answer on the wire never tells of something that a crash can undo.
 */
export class StateFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
  }

  /** `undefined` when nothing was ever written. @throws SyntaxError when the file was damaged by somebody else */
  read(): unknown {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  write(state: unknown): void {
    const draft = `${this.#path}.draft`;
    const file = openSync(draft, 'w');
    try {
      writeSync(file, JSON.stringify(state));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, this.#path);
  }
}
