import type { Clock } from '@lcm/core/kernel';
import type { DeviceConsole } from './device-console.ts';

export interface TypeLines {
  readonly console: DeviceConsole;
  /** Lines of configuration mode; the way in and out is added. */
  readonly lines: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly promptMs: number;
  /** Between lines, so that one can watch. */
  readonly pauseMs: number;
  /** `refused`: the device said that it did not understand the line. */
  readonly onTyped: (refused: boolean) => void;
}

const prompt = /(?:^|\n)[\w.@~-]+(?:\([\w-]+\))?[>#] ?$/;
const inConfiguration = /\([\w-]+\)# ?$/;
const question = /\[confirm\] ?$|\[[^\]\n]*\]\? ?$/;
/** A banner asks for no prompt until it is over, so a few silent lines are no failure. */
const silentLinesAllowed = 20;
const banner = /^\s*banner /;
const insideBannerMs = 80;
const greetingMs = 1000;
const refusal = /^% (?:Invalid|Ambiguous|Incomplete|Bad)/m;

/** All that is typed for a list of configuration lines. */
export function fullScript(lines: readonly string[]): string[] {
  return ['enable', 'configure terminal', ...lines, 'end', 'write memory'];
}

/** Types a configuration as a person would: line by line, waiting for the prompt. @throws Error saying what stopped it */
export async function typeLines(typing: TypeLines): Promise<void> {
  const { lines, clock, signal, pauseMs, onTyped } = typing;
  if (inConfiguration.test(await firstPrompt(typing))) await answerTo('end', typing);
  const quickly = { ...typing, promptMs: insideBannerMs };
  let silent = 0;
  for (const line of fullScript(lines)) {
    assertConnected(typing);
    // oxlint-disable-next-line no-await-in-loop -- a person types one line after the other
    const answer = await answerTo(line, silent > 0 || banner.test(line) ? quickly : typing);
    silent = answer === undefined ? silent + 1 : 0;
    if (silent > silentLinesAllowed) throw new Error(`no prompt after "${line}"`);
    onTyped(answer !== undefined && refusal.test(answer));
    // oxlint-disable-next-line no-await-in-loop -- see above
    await clock.sleep(pauseMs, signal);
  }
}

/** The prompt that is there, or comes by itself on a new connection, or answers an empty line. */
async function firstPrompt(typing: TypeLines): Promise<string> {
  const { shown, status } = typing.console;
  if (status === 'connected' && prompt.test(shown)) return shown;
  const seen = (await answerTo(undefined, { ...typing, promptMs: greetingMs })) ?? (await answerTo('', typing));
  if (seen === undefined) throw new Error('no prompt of a network device at the console');
  return seen;
}

function assertConnected({ console, signal }: TypeLines): void {
  if (signal.aborted) throw new Error('stopped');
  if (console.status === 'closed') throw new Error('the console connection was lost');
}

/** Types a line, if there is one, and gives what came back up to the next prompt; `undefined` when none came in time. */
async function answerTo(
  line: string | undefined,
  { console, clock, signal, promptMs }: TypeLines,
): Promise<string | undefined> {
  const over = new AbortController();
  const prompted = new Promise<string>((resolve) => {
    let seen = '';
    const unwatch = console.watch((update) => {
      if (update.type === 'status') return;
      seen += update.text;
      if (question.test(seen)) {
        seen = '';
        console.send('');
      }
      if (prompt.test(seen)) resolve(seen);
    });
    over.signal.addEventListener('abort', unwatch, { once: true });
  });
  if (line !== undefined) console.send(line);
  const late = clock.sleep(promptMs, AbortSignal.any([signal, over.signal])).then(() => undefined);
  const answer = await Promise.race([prompted, late]);
  over.abort();
  return answer;
}
