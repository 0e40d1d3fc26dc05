import type { Role, ServiceRole } from '@lcm/core/domain/access';
import type { ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { logoutPage, messagePage } from './pages.ts';
import { type ProviderDatabase, ProviderRecords } from './provider-records.ts';
import type { ProviderSecrets, ServiceClient } from './provider-secrets.ts';
import type { User } from './users.ts';

export const portalClient = 'portal-web-app';
/** Programs of people: no secret, PKCE, and a loopback address to come back to. */
export const programClient = 'lcm-cli';

/** Which role each service's own identity has. */
export const roleOfService: Readonly<Record<ServiceClient, ServiceRole>> = {
  'resource-scheduler': 'scheduler',
  'worker-controller': 'worker-controller',
  'lablet-controller': 'lablet-controller',
  delivery: 'delivery',
};

export const tokenSeconds = 900;
const sessionSeconds = 10 * 3600;
const apiResource = 'urn:lcm:api';
const scopes = ['openid', 'profile', 'email', 'roles'];

interface Parts {
  readonly publicUrl: string;
  readonly audience: string;
  readonly secrets: ProviderSecrets;
  readonly database: ProviderDatabase;
  readonly findUser: (username: string) => User | undefined;
}

export function providerConfiguration(parts: Parts): Configuration {
  const { secrets, database, findUser, publicUrl } = parts;
  return {
    adapter: (model: string) => new ProviderRecords(database, model),
    clients: clientsOf(publicUrl, secrets),
    jwks: { keys: [...secrets.signingKeys].map((key) => ({ ...key, kty: 'RSA' })) },
    cookies: { keys: [secrets.cookieKey], long: { sameSite: 'lax' }, short: { sameSite: 'lax' } },
    pkce: { required: () => true },
    scopes,
    claims: {
      profile: ['name', 'preferred_username', 'zoneinfo'],
      email: ['email', 'email_verified'],
      roles: ['realm_access', 'department'],
    },
    conformIdTokenClaims: false,
    features: featuresOf(parts),
    ttl: {
      AccessToken: tokenSeconds,
      ClientCredentials: tokenSeconds,
      IdToken: tokenSeconds,
      Interaction: 3600,
      Session: sessionSeconds,
      Grant: sessionSeconds,
      RefreshToken: sessionSeconds,
    },
    // Sessions of browsers refresh from several requests at once; a rotated token would end them.
    rotateRefreshToken: false,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    extraTokenClaims: (_ctx, token) => extraClaims(token, findUser),
    findAccount: (_ctx, id) => accountOf(id, findUser),
    loadExistingGrant: consented,
    interactions: { url: (_ctx, { uid }) => `/idp/interaction/${uid}` },
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = messagePage('Login failed', description ?? error, { href: publicUrl, text: 'Start again' });
    },
  };
}

function clientsOf(publicUrl: string, { portalSecret, services }: ProviderSecrets): ClientMetadata[] {
  const portal: ClientMetadata = {
    client_id: portalClient,
    client_secret: portalSecret,
    redirect_uris: [`${publicUrl}/api/v1/auth/callback`],
    post_logout_redirect_uris: [`${publicUrl}/`],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
  const program: ClientMetadata = {
    client_id: programClient,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  };
  const forServices = Object.entries(services).map(
    ([id, secret]): ClientMetadata => ({
      client_id: id,
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
    }),
  );
  return [portal, program, ...forServices];
}

function featuresOf({ audience, publicUrl }: Parts): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => apiResource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: scopes.join(' '),
        audience,
        accessTokenTTL: tokenSeconds,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.type = 'html';
        ctx.body = logoutPage(form);
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.type = 'html';
        ctx.body = messagePage('Logged out', 'You are logged out.', { href: publicUrl, text: 'Log in again' });
      },
    },
  };
}

export function userClaims({ username, name, roles, department }: User) {
  return { preferred_username: username, name, realm_access: { roles }, ...(department && { department }) };
}

/** Only for the ID token: an access token is shown to every service. */
function contactClaims({ email, zoneinfo }: User) {
  return { ...(email !== undefined && { email, email_verified: true }), ...(zoneinfo !== undefined && { zoneinfo }) };
}

type IssuedToken = Parameters<NonNullable<Configuration['extraTokenClaims']>>[1];

function extraClaims(token: IssuedToken, findUser: Parts['findUser']): Record<string, unknown> {
  if (token.kind === 'ClientCredentials') {
    const role = serviceRole(token.clientId ?? '');
    return { realm_access: { roles: role === undefined ? [] : [role] } };
  }
  const user = findUser(token.accountId);
  return user === undefined ? {} : userClaims(user);
}

function serviceRole(clientId: string): Role | undefined {
  return Object.entries(roleOfService).find(([service]) => service === clientId)?.[1];
}

function accountOf(id: string, findUser: Parts['findUser']) {
  const user = findUser(id);
  return user && { accountId: id, claims: async () => ({ sub: id, ...userClaims(user), ...contactClaims(user) }) };
}

/** Our own clients need no consent of anybody: whoever logs in grants what they ask for. */
async function consented({ oidc }: KoaContextWithOIDC) {
  const { client, session } = oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const known = session.grantIdFor(client.clientId);
  const found = known === undefined ? undefined : await oidc.provider.Grant.find(known);
  const grant = found ?? new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(scopes.join(' '));
  grant.addResourceScope(apiResource, scopes.join(' '));
  await grant.save();
  return grant;
}
