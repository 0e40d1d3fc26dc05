import * as z from 'zod';
import { SettingsError } from '../process/settings.ts';
import type { EnginePlace } from './http-engine-transport.ts';

const url = z.url({ protocol: /^https?$/ });

/** The grading engine outside, where an installation has one. */
export const GradingEngineSettings = z.object({
  GRADING_ENGINE_URL: url.optional().meta({
    description: 'The external grading engine; without one, definitions that want it are refused.',
  }),
  GRADING_ENGINE_TOKEN_URL: url.optional().meta({
    description: 'Where its OAuth 2 provider gives tokens for the client credentials grant.',
  }),
  GRADING_ENGINE_CLIENT_ID: z.string().min(1).default('lcm'),
  GRADING_ENGINE_CLIENT_SECRET: z.string().min(1).optional().meta({ secret: true }),
  GRADING_ENGINE_SCOPE: z.string().min(1).default('api'),
  GRADING_ENGINE_TIMEOUT_SECONDS: z.coerce.number().positive().max(300).default(20).meta({
    description: 'How long one call of it may take.',
  }),
});

/** Where it is and who we are there; `undefined` without one. @throws SettingsError when only a part of it is said */
export function gradingEnginePlace(settings: z.output<typeof GradingEngineSettings>): EnginePlace | undefined {
  const { GRADING_ENGINE_URL: baseUrl, GRADING_ENGINE_TOKEN_URL: tokenUrl } = settings;
  const { GRADING_ENGINE_CLIENT_SECRET: clientSecret } = settings;
  if (baseUrl === undefined) return undefined;
  if (tokenUrl === undefined || clientSecret === undefined)
    throw new SettingsError(
      'GRADING_ENGINE_URL is set, and GRADING_ENGINE_TOKEN_URL or GRADING_ENGINE_CLIENT_SECRET is missing',
    );
  return {
    baseUrl,
    tokenUrl,
    clientId: settings.GRADING_ENGINE_CLIENT_ID,
    clientSecret,
    scope: settings.GRADING_ENGINE_SCOPE,
    timeoutMs: settings.GRADING_ENGINE_TIMEOUT_SECONDS * 1000,
  };
}
