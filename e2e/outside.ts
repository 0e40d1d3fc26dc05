import { Agent, fetch as insecureFetch } from 'undici';
import * as z from 'zod';
import type { Product } from './product.ts';

const counts = z.record(z.string(), z.number());
const AwsState = z.object({
  effects: z.object({ launches: counts, terminations: counts }),
  truth: z.array(z.object({ id: z.string(), state: z.string() })),
});
const LdsState = z.object({
  sessions: z.array(z.object({ id: z.string(), authId: z.string(), state: z.string() })),
  outbox: z.array(z.unknown()),
  effects: z.object({ created: z.number(), finished: z.number(), released: z.number() }),
});

/** What really is out there, asked of the simulators and not of the product. */
export async function cloudOf(product: Product): Promise<z.output<typeof AwsState>> {
  return AwsState.parse(await (await fetch(`${product.awsUrl}/_state`)).json());
}

export async function deliveryOf(product: Product): Promise<z.output<typeof LdsState>> {
  return LdsState.parse(await (await fetch(`${product.ldsUrl}/_state`)).json());
}

// A simulated CML signs its own certificate, as a fresh one does.
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });

/** Ids of the labs on one CML server, whoever owns them. */
export async function labsOn(address: string, product: Product): Promise<readonly string[]> {
  const base = `https://${address}:${product.cmlPort}/api/v0`;
  const login = await insecureFetch(`${base}/authenticate`, {
    method: 'POST',
    dispatcher,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: product.cmlPassword }),
  });
  const token = z.string().parse(await login.json());
  const headers = { authorization: `Bearer ${token}` };
  const labs = await insecureFetch(`${base}/labs?show_all=true`, { dispatcher, headers });
  return z.array(z.string()).parse(await labs.json());
}
