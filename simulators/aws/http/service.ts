import type { Scope } from './signature.ts';

export interface ServiceRequest {
  readonly scope: Scope;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One service of AWS, chosen by the scope of the signature: `ec2`, `monitoring`. @throws AnswerLostError */
export type AwsService = (request: ServiceRequest) => Promise<ServiceAnswer>;
