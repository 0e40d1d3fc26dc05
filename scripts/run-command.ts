import { spawnSync } from 'node:child_process';

export interface CommandResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a command to its end. What it printed is kept, errors and all, so that the caller can show it when it matters. */
export function runCommand(command: string, args: readonly string[], cwd: string = process.cwd()): CommandResult {
  const done = spawnSync(command, [...args], { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { ok: done.status === 0, output: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}` };
}
