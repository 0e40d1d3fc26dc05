import * as z from 'zod';

const flag = z.stringbool();
const minutes = z.coerce.number().int().positive();

/** Settings of the HTTP edge and of identity, by the names of their environment variables. */
export const edgeConfig = z.object({
  APP_HOST: z.string().default('127.0.0.1').meta({ description: 'Address to listen on.' }),
  APP_PORT: z.coerce.number().int().min(0).max(65_535).default(8000).meta({ description: 'Port to listen on.' }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({ description: 'How browsers reach this server; http://localhost:APP_PORT when not set.' }),
  UI_FOLDER: z.string().optional().meta({ description: 'The built screens.' }),
  DEMO_USERS: flag.default(false).meta({
    description:
      'The embedded identity provider has the users admin, manager, author, user and user2, all with the password test.',
  }),
  OIDC_ISSUER: z
    .url()
    .optional()
    .meta({ description: 'Any OpenID provider. Without it and KEYCLOAK_URL: the embedded one.' }),
  KEYCLOAK_URL: z.url().optional().meta({ description: 'Keycloak as browsers reach it.' }),
  KEYCLOAK_URL_INTERNAL: z.url().optional().meta({ description: 'Keycloak as this server reaches it.' }),
  KEYCLOAK_REALM: z.string().default('lablet-cloud-manager'),
  KEYCLOAK_CLIENT_ID: z.string().default('portal-web-app'),
  KEYCLOAK_CLIENT_SECRET: z
    .string()
    .optional()
    .meta({ description: 'Of the client above. There is no default.', secret: true }),
  EXPECTED_AUDIENCE: z.string().default('lcm').meta({ description: 'What access tokens must be for.' }),
  SESSION_SECRET_KEY: z.string().min(32).optional().meta({
    description: 'Seals sessions; the same for all replicas. Made at the first start when not set.',
    secret: true,
  }),
  SECRETS_ENCRYPTION_KEYS: z
    .string()
    .optional()
    .transform((text) => text?.split(',').map((key) => key.trim()))
    .pipe(z.tuple([z.string().min(32)], z.string().min(32)).optional())
    .meta({
      description:
        'Seal secrets at rest, such as licence tokens; the same for all replicas. Several go with commas between: the ' +
        'first seals, the others still open what they sealed. SESSION_SECRET_KEY when not set, else one made at the first start.',
      secret: true,
    }),
  SESSION_MAX_DURATION_MINUTES: minutes.default(600).meta({ description: 'A login lasts at most this long.' }),
  SSO_SESSION_IDLE_TIMEOUT_MINUTES: minutes
    .default(30)
    .meta({ description: 'And ends after this long without a request.' }),
  REFRESH_AUTO_LEEWAY_SECONDS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(300)
    .meta({ description: 'How long before their end tokens are renewed.' }),
});

export type EdgeConfig = z.output<typeof edgeConfig>;

export function publicUrlOf({ PUBLIC_URL: url, APP_PORT: port }: EdgeConfig): string {
  return url ?? `http://localhost:${port}`;
}

export type IdentitySource =
  | { readonly is: 'embedded' }
  | {
      readonly is: 'external';
      readonly issuer: string;
      readonly internal: string | undefined;
      readonly clientSecret: string;
    };

/** Which provider it is. @throws Error when one is named without the secret for it: there is no falling back */
export function identitySource(config: EdgeConfig): IdentitySource {
  const { KEYCLOAK_URL: keycloak, KEYCLOAK_REALM: realm, KEYCLOAK_CLIENT_SECRET: clientSecret } = config;
  const realmAt = (url: string | undefined): string | undefined => url && `${url.replace(/\/+$/, '')}/realms/${realm}`;
  const issuer = config.OIDC_ISSUER ?? realmAt(keycloak);
  if (issuer === undefined) return { is: 'embedded' };
  if (clientSecret === undefined) throw new Error(`KEYCLOAK_CLIENT_SECRET is missing: ${issuer} wants one`);
  return { is: 'external', issuer, internal: realmAt(config.KEYCLOAK_URL_INTERNAL), clientSecret };
}

/** Users whose password everybody knows: the embedded provider's, while it is the one that is asked. */
export function hasDemoUsers(config: EdgeConfig): boolean {
  return config.DEMO_USERS && identitySource(config).is === 'embedded';
}

export function sessionLimits(config: EdgeConfig) {
  return {
    absoluteMs: config.SESSION_MAX_DURATION_MINUTES * 60_000,
    idleMs: config.SSO_SESSION_IDLE_TIMEOUT_MINUTES * 60_000,
    leewayMs: config.REFRESH_AUTO_LEEWAY_SECONDS * 1000,
  };
}
