import type * as Ec2Sdk from '@aws-sdk/client-ec2';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { toInstancesError } from './ec2-mapping.ts';

type Sdk = typeof Ec2Sdk;

export interface Ec2ApiOptions {
  /** Another place that speaks EC2's protocol. */
  readonly endpoint?: string;
  /** The SDK's own chain (environment, profile, role) when left out. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** The longest that one call may take. */
  readonly timeoutMs?: number;
}

export interface Ec2Session {
  readonly sdk: Sdk;
  readonly client: EC2Client;
  readonly options: { readonly abortSignal: AbortSignal };
}

/** What one page of most answers holds at most. */
export const pageSize = 1000;

/** EC2 in every region, with its errors in the words of the port. It never retries by itself. */
export class Ec2Api {
  readonly #options: Ec2ApiOptions;
  readonly #clients = new Map<string, EC2Client>();

  constructor(options: Ec2ApiOptions) {
    this.#options = options;
  }

  /** @throws InstancesError */
  async call<Answer>(region: string, action: string, run: (session: Ec2Session) => Promise<Answer>): Promise<Answer> {
    // Imported when first needed: the SDK takes as long to load as all the rest.
    const sdk = await import('@aws-sdk/client-ec2');
    const abortSignal = AbortSignal.timeout(this.#options.timeoutMs ?? 15_000);
    try {
      return await run({ sdk, client: this.#clientOf(sdk, region), options: { abortSignal } });
    } catch (error) {
      throw toInstancesError(action, error);
    }
  }

  /** @throws InstancesError */
  async pages<Page extends { readonly NextToken?: string | undefined }>(
    region: string,
    action: string,
    page: (session: Ec2Session, token: string | undefined) => Promise<Page>,
  ): Promise<readonly Page[]> {
    const pages: Page[] = [];
    let token: string | undefined;
    do {
      const from = token;
      // oxlint-disable-next-line no-await-in-loop -- each page names the next
      const next = await this.call(region, action, async (session) => page(session, from));
      pages.push(next);
      token = next.NextToken || undefined;
    } while (token !== undefined);
    return pages;
  }

  /** Lets go of all connections. */
  close(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  #clientOf(sdk: Sdk, region: string): EC2Client {
    const { endpoint, credentials } = this.#options;
    const client =
      this.#clients.get(region) ??
      new sdk.EC2Client({ region, maxAttempts: 1, ...(endpoint && { endpoint }), ...(credentials && { credentials }) });
    this.#clients.set(region, client);
    return client;
  }
}

/** Exact values of tags. */
export function tagFilters(tags: Readonly<Record<string, string>>): { Name: string; Values: string[] }[] {
  return Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [literal(value)] }));
}

/** Filters of EC2 read `*` and `?` as wildcards. */
export function literal(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&');
}

export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
