/** Who asks, and what for, by the scope of a SigV4 signature. The signature itself is not checked: nobody has the key. */
export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const pattern =
  /^AWS4-HMAC-SHA256\s+Credential=(?<accessKeyId>[\w-]+)\/\d{8}\/(?<region>[a-z0-9-]+)\/(?<service>[a-z0-9-]+)\/aws4_request,\s*SignedHeaders=[a-z0-9;-]+,\s*Signature=[0-9a-f]{64}$/;

export function scopeOf(authorization: string | undefined): Scope | undefined {
  const { accessKeyId, region, service } = pattern.exec(authorization ?? '')?.groups ?? {};
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}
