import { CmlError, type CmlErrorCode } from '../../ports/cml/index.ts';

const codes: Readonly<Record<number, CmlErrorCode>> = {
  400: 'refused',
  401: 'denied',
  403: 'denied',
  404: 'not-found',
  409: 'refused',
  413: 'invalid',
  422: 'refused',
};

/** What a refusal of CML means to us. Rate limits and every 5xx: not now, perhaps done, look again. */
export function cmlErrorCode(status: number): CmlErrorCode {
  return codes[status] ?? (status === 429 || status >= 500 ? 'not-ready' : 'invalid');
}

/** CML's own words are kept; they never hold a password, and tokens of licences are cut out. */
export function cmlErrorFor(status: number, what: string, description: string): CmlError {
  const message = `CML ${what}: ${status} ${withoutTokens(description)}`;
  return new CmlError(cmlErrorCode(status), message);
}

/** What a licence server refuses, it quotes. */
export function withoutTokens(text: string): string {
  return text.replaceAll(/'[A-Za-z\d+/%=-]{8,256}'/g, "'***'");
}
