import { type Actor, personRoles, type Role, serviceRoles } from '@lcm/core/domain/access';
import * as z from 'zod';

const Roles = z.object({ roles: z.array(z.string()).catch([]) }).catch({ roles: [] });

/** What Keycloak, and the embedded provider after it, put into tokens; other providers send `roles`. */
const Claims = z.looseObject({
  sub: z.string().min(1),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  azp: z.string().optional().catch(undefined),
  client_id: z.string().optional().catch(undefined),
  realm_access: Roles.optional(),
  roles: z.array(z.string()).optional().catch(undefined),
  /** Keycloak sends an attribute of several values as a list; the first counts. */
  department: z
    .union([z.string(), z.array(z.string()).transform(([first]) => first)])
    .optional()
    .catch(undefined),
});

const knownRoles: readonly Role[] = [...personRoles, ...serviceRoles];

/** Who it is, as far as we are concerned: roles that we do not know are none. `undefined`: nobody at all. */
export function actorOf(claims: unknown): Actor | undefined {
  const { data } = Claims.safeParse(claims);
  if (data === undefined) return undefined;
  const roles = rolesOf(data);
  const id = isService(roles) ? (data.client_id ?? data.azp ?? data.sub) : data.sub;
  const { department } = data;
  return { id, name: data.name ?? data.preferred_username ?? id, roles, ...(department && { department }) };
}

function rolesOf({ realm_access: realm, roles = [] }: z.output<typeof Claims>): readonly Role[] {
  const named = new Set([...(realm?.roles ?? []), ...roles]);
  return knownRoles.filter((role) => named.has(role));
}

function isService(roles: readonly Role[]): boolean {
  return roles.some((role) => serviceRoles.some((service) => service === role));
}

const Contact = z.looseObject({
  email: z
    .string()
    .max(254)
    .regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/)
    .optional()
    .catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  zoneinfo: z.string().max(64).optional().catch(undefined),
});

/** Where somebody's mail goes and which clock is theirs. An address of which the provider says that it may be anybody's is none. */
export function contactOf(claims: unknown): { readonly mail?: string | undefined; readonly zone?: string | undefined } {
  const { email: mail, email_verified: isTheirs, zoneinfo: zone } = Contact.safeParse(claims).data ?? {};
  return { mail: isTheirs === false ? undefined : mail, zone };
}
