import { expect, test } from 'vitest';
import { readSettings } from '../process/settings.ts';
import { GradingEngineSettings, gradingEnginePlace } from './grading-engine-settings.ts';

const GRADING_ENGINE_URL = 'https://grading.example.org';
const GRADING_ENGINE_TOKEN_URL = 'https://login.example.org/token';

test('without its address there is no engine outside, whatever else is said', () => {
  expect(gradingEnginePlace(readSettings(GradingEngineSettings, { GRADING_ENGINE_TOKEN_URL }))).toBeUndefined();
});

test('its address, where tokens come from, and our secret are all that has to be said', () => {
  const said = { GRADING_ENGINE_URL, GRADING_ENGINE_TOKEN_URL, GRADING_ENGINE_CLIENT_SECRET: 'secret' };
  expect(gradingEnginePlace(readSettings(GradingEngineSettings, said))).toEqual({
    baseUrl: GRADING_ENGINE_URL,
    tokenUrl: GRADING_ENGINE_TOKEN_URL,
    clientId: 'lcm',
    clientSecret: 'secret',
    scope: 'api',
    timeoutMs: 20_000,
  });
});

test.each([
  { GRADING_ENGINE_TOKEN_URL },
  { GRADING_ENGINE_CLIENT_SECRET: 'secret' },
])('half of it is no engine: %o', (half) => {
  const settings = readSettings(GradingEngineSettings, { GRADING_ENGINE_URL, ...half });
  expect(() => gradingEnginePlace(settings)).toThrow(/GRADING_ENGINE_URL is set, and .* is missing/);
});
