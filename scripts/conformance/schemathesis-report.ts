import * as z from 'zod';
import type { Findings } from './peer.ts';

const Content = z.object({ $base64: z.string() }).nullish();
const Interaction = z.object({
  request: z.object({ method: z.string(), uri: z.string(), body: Content }),
  response: z.object({ status_code: z.int(), content: Content }).nullish(),
});
const Check = z.object({
  name: z.string(),
  status: z.string(),
  failure_info: z.object({ failure: z.object({ title: z.string(), message: z.string() }) }).nullish(),
});
const Scenario = z.object({
  recorder: z.object({
    label: z.string(),
    checks: z.record(z.string(), z.array(Check)).default({}),
    interactions: z.record(z.string(), Interaction).default({}),
  }),
});
/** Of all events of a run, those that say something about the API, or about a run that broke. */
const Event = z.object({
  ScenarioFinished: Scenario.optional(),
  NonFatalError: z.unknown().optional(),
  FatalError: z.unknown().optional(),
});

type Interaction = z.output<typeof Interaction>;

/**
 * One finding for each check of each operation: it holds when it held for every request that was sent there. The first
 * request for which it did not is told, with the answer to it.
 */
export function findingsOfReport(text: string): Findings {
  const events = text.split('\n').flatMap((line) => (line === '' ? [] : [Event.parse(JSON.parse(line))]));
  const broken = events.flatMap(({ NonFatalError, FatalError }) => {
    const error = NonFatalError ?? FatalError;
    return error === undefined ? [] : [JSON.stringify(error)];
  });
  const found = new Map<string, string | undefined>();
  for (const { ScenarioFinished: scenario } of events) if (scenario) judge(scenario.recorder, found);
  const problems = [...found.values()].filter((problem) => problem !== undefined);
  return { passed: found.size - problems.length, problems: [...problems, ...broken] };
}

function judge(
  { label, checks, interactions }: z.output<typeof Scenario>['recorder'],
  found: Map<string, string | undefined>,
): void {
  for (const [id, ofRequest] of Object.entries(checks)) {
    for (const { name, status, failure_info: info } of ofRequest) {
      const key = `${label} ${name}`;
      const said = info?.failure ?? { title: name, message: status };
      const problem =
        status === 'success' ? undefined : [`${label}: ${said.title}`, said.message, toldOf(interactions[id])];
      found.set(key, found.get(key) ?? problem?.join('\n'));
    }
  }
}

function toldOf(interaction: Interaction | undefined): string {
  if (interaction === undefined) return '';
  const { request, response } = interaction;
  const sent = `${request.method} ${request.uri} ${textOf(request.body)}`;
  return `${sent}\n${response?.status_code ?? 'no answer'} ${textOf(response?.content)}`;
}

function textOf(content: z.output<typeof Content>): string {
  return content ? Buffer.from(content.$base64, 'base64').toString('utf8') : '';
}
