/** The two cookies we set: a browser's session, and a login on its way. Over https nobody else can set them for us. */
export class Cookies {
  readonly #isHttps: boolean;

  constructor(publicUrl: string) {
    this.#isHttps = publicUrl.startsWith('https:');
  }

  get session(): string {
    return this.#isHttps ? '__Host-lcm_session' : 'lcm_session';
  }

  /** One for each login: two tabs do not take each other's. */
  login(state: string): string {
    return `${this.#isHttps ? '__Host-' : ''}lcm_login_${state.slice(0, 8)}`;
  }

  read(header: string | undefined, name: string): string | undefined {
    return parse(header).get(name);
  }

  set(name: string, value: string, maxAgeSeconds: number): string {
    const secure = this.#isHttps ? '; Secure' : '';
    return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
  }

  clear(name: string): string {
    return this.set(name, '', 0);
  }
}

/** Our values are base64url and dots, so there is nothing to decode. The first of a name counts. */
function parse(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals).trim();
    if (equals > 0 && !cookies.has(name)) cookies.set(name, part.slice(equals + 1).trim());
  }
  return cookies;
}
