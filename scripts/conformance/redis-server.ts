import { freePort } from '../free-port.ts';
import { type Server, serve } from './program.ts';

export interface RedisPlace {
  /** Where its append-only file is: what was stored is there again when it is started in the same folder. */
  readonly folder: string;
  /** One that it had before; otherwise a free one. */
  readonly port?: number | undefined;
}

/** Redis that keeps every write on its disk, with the settings of the command line only. */
export async function startRedis(
  program: string,
  { folder, port }: RedisPlace,
): Promise<{ server: Server; url: string; port: number }> {
  const its = port ?? (await freePort());
  const args = ['--bind', '127.0.0.1', '--port', String(its), '--dir', folder];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const server = await serve({ program, args: [...args, ...durable] }, /(Ready to accept connections)/);
  return { server, url: `redis://127.0.0.1:${its}`, port: its };
}
