import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { type Server, serve } from './program.ts';

/** FerretDB over SQLite files in `folder`, on a free port, as the address that MongoDB's drivers want. */
export async function startFerretdb(program: string, folder: string): Promise<{ server: Server; url: string }> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    '--handler=sqlite',
    `--sqlite-url=file:${data}/`,
    `--listen-addr=${address}`,
    '--debug-addr=-',
    '--telemetry=disable',
    '--state-dir=-',
  ];
  const server = await serve({ program, args }, /(Listening on TCP)/);
  return { server, url: `mongodb://${address}/` };
}
